//! The order of elements in a DOCX, as the schema has it: ECMA-376, 5th edition, Part 1, Annex A.1
//! (`wml.xsd`, `dml-wordprocessingDrawing.xsd`, `dml-picture.xsd`, `dml-main.xsd`), of the elements that are used here.
//!
//! Word refuses a file in which a known element stands in the wrong place; other programs lose what it says.

use quick_xml::Reader;
use quick_xml::events::Event;

/// For each element what it may hold: places in order, in each of them any of some elements, any number of times.
const ORDER: &[(&str, &[&str])] = &[
    ("w:document", &["w:body"]),
    ("w:body", &["w:p w:tbl", "w:sectPr"]),
    ("w:hdr", &["w:p w:tbl"]),
    ("w:ftr", &["w:p w:tbl"]),
    ("w:p", &["w:pPr", "w:r w:fldSimple w:hyperlink w:bookmarkStart w:bookmarkEnd"]),
    ("w:fldSimple", &["w:r"]),
    ("w:r", &["w:rPr", "w:t w:tab w:br w:drawing"]),
    ("w:pPr", P_PR),
    ("w:rPr", R_PR),
    ("w:tabs", &["w:tab"]),
    ("w:pBdr", &["w:top", "w:left", "w:bottom", "w:right", "w:between", "w:bar"]),
    ("w:tbl", &["w:tblPr", "w:tblGrid", "w:tr"]),
    ("w:tblPr", TBL_PR),
    ("w:tblGrid", &["w:gridCol"]),
    ("w:tr", &["w:tblPrEx", "w:trPr", "w:tc"]),
    (
        "w:trPr",
        &["w:cnfStyle w:divId w:gridBefore w:gridAfter w:cantSplit w:trHeight w:tblHeader w:jc w:hidden"],
    ),
    ("w:tc", &["w:tcPr", "w:p w:tbl"]),
    ("w:tcPr", TC_PR),
    ("w:tblBorders", &["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"]),
    ("w:tblCellMar", &["w:top", "w:left", "w:bottom", "w:right"]),
    ("w:sectPr", SECT_PR),
    ("w:styles", &["w:docDefaults", "w:latentStyles", "w:style"]),
    ("w:docDefaults", &["w:rPrDefault", "w:pPrDefault"]),
    ("w:rPrDefault", &["w:rPr"]),
    ("w:style", STYLE),
    ("w:tblStylePr", &["w:pPr", "w:rPr", "w:tblPr", "w:trPr", "w:tcPr"]),
    ("w:settings", SETTINGS),
    ("w:compat", &["w:compatSetting"]),
    ("w:drawing", &["wp:inline wp:anchor"]),
    ("wp:inline", &["wp:extent", "wp:effectExtent", "wp:docPr", "wp:cNvGraphicFramePr", "a:graphic"]),
    ("a:graphic", &["a:graphicData"]),
    ("a:graphicData", &["pic:pic"]),
    ("pic:pic", &["pic:nvPicPr", "pic:blipFill", "pic:spPr"]),
    ("pic:nvPicPr", &["pic:cNvPr", "pic:cNvPicPr"]),
    ("pic:blipFill", &["a:blip", "a:srcRect", "a:stretch a:tile"]),
    ("a:blip", &["a:alphaModFix", "a:extLst"]),
    ("a:extLst", &["a:ext"]),
    ("a:ext", &["asvg:svgBlip"]),
    ("a:stretch", &["a:fillRect"]),
    ("pic:spPr", &["a:xfrm", "a:prstGeom", "a:ln"]),
    ("a:xfrm", &["a:off", "a:ext"]),
    ("a:prstGeom", &["a:avLst"]),
];

const P_PR: &[&str] = &[
    "w:pStyle",
    "w:keepNext",
    "w:keepLines",
    "w:pageBreakBefore",
    "w:framePr",
    "w:widowControl",
    "w:numPr",
    "w:suppressLineNumbers",
    "w:pBdr",
    "w:shd",
    "w:tabs",
    "w:suppressAutoHyphens",
    "w:kinsoku",
    "w:wordWrap",
    "w:overflowPunct",
    "w:topLinePunct",
    "w:autoSpaceDE",
    "w:autoSpaceDN",
    "w:bidi",
    "w:adjustRightInd",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:mirrorIndents",
    "w:suppressOverlap",
    "w:jc",
    "w:textDirection",
    "w:textAlignment",
    "w:textboxTightWrap",
    "w:outlineLvl",
    "w:divId",
    "w:cnfStyle",
    "w:rPr",
    "w:sectPr",
];

const R_PR: &[&str] = &[
    "w:rStyle",
    "w:rFonts",
    "w:b",
    "w:bCs",
    "w:i",
    "w:iCs",
    "w:caps",
    "w:smallCaps",
    "w:strike",
    "w:dstrike",
    "w:outline",
    "w:shadow",
    "w:emboss",
    "w:imprint",
    "w:noProof",
    "w:snapToGrid",
    "w:vanish",
    "w:webHidden",
    "w:color",
    "w:spacing",
    "w:w",
    "w:kern",
    "w:position",
    "w:sz",
    "w:szCs",
    "w:highlight",
    "w:u",
    "w:effect",
    "w:bdr",
    "w:shd",
    "w:fitText",
    "w:vertAlign",
    "w:rtl",
    "w:cs",
    "w:em",
    "w:lang",
    "w:eastAsianLayout",
    "w:specVanish",
    "w:oMath",
];

const TBL_PR: &[&str] = &[
    "w:tblStyle",
    "w:tblpPr",
    "w:tblOverlap",
    "w:bidiVisual",
    "w:tblStyleRowBandSize",
    "w:tblStyleColBandSize",
    "w:tblW",
    "w:jc",
    "w:tblCellSpacing",
    "w:tblInd",
    "w:tblBorders",
    "w:shd",
    "w:tblLayout",
    "w:tblCellMar",
    "w:tblLook",
    "w:tblCaption",
    "w:tblDescription",
];

const TC_PR: &[&str] = &[
    "w:cnfStyle",
    "w:tcW",
    "w:gridSpan",
    "w:hMerge",
    "w:vMerge",
    "w:tcBorders",
    "w:shd",
    "w:noWrap",
    "w:tcMar",
    "w:textDirection",
    "w:tcFitText",
    "w:vAlign",
    "w:hideMark",
];

const SECT_PR: &[&str] = &[
    "w:headerReference w:footerReference",
    "w:footnotePr",
    "w:endnotePr",
    "w:type",
    "w:pgSz",
    "w:pgMar",
    "w:paperSrc",
    "w:pgBorders",
    "w:lnNumType",
    "w:pgNumType",
    "w:cols",
    "w:formProt",
    "w:vAlign",
    "w:noEndnote",
    "w:titlePg",
    "w:textDirection",
    "w:bidi",
    "w:rtlGutter",
    "w:docGrid",
    "w:printerSettings",
];

const STYLE: &[&str] = &[
    "w:name",
    "w:aliases",
    "w:basedOn",
    "w:next",
    "w:link",
    "w:autoRedefine",
    "w:hidden",
    "w:uiPriority",
    "w:semiHidden",
    "w:unhideWhenUsed",
    "w:qFormat",
    "w:locked",
    "w:personal",
    "w:rsid",
    "w:pPr",
    "w:rPr",
    "w:tblPr",
    "w:trPr",
    "w:tcPr",
    "w:tblStylePr",
];

const SETTINGS: &[&str] = &[
    "w:zoom",
    "w:mirrorMargins",
    "w:defaultTabStop",
    "w:evenAndOddHeaders",
    "w:characterSpacingControl",
    "w:compat",
    "w:rsids",
    "w:themeFontLang",
    "w:clrSchemeMapping",
    "w:decimalSymbol",
    "w:listSeparator",
];

/// Fails if an element of `part` stands where the schema has no place for it.
#[track_caller]
pub fn check(name: &str, part: &str) {
    let mut reader = Reader::from_str(part);
    // Each open element with the place that its last child stood in.
    let mut open: Vec<(String, usize)> = Vec::new();
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
            Event::Start(start) => {
                let element = start.name().as_ref().to_owned();
                enter(name, &mut open, &element);
                open.push((element, 0));
            }
            Event::Empty(start) => enter(name, &mut open, start.name().as_ref()),
            Event::End(_) => {
                open.pop();
            }
            Event::Text(_) | Event::GeneralRef(_) => {
                let (parent, _) = open.last().expect("words stand in an element");
                assert_eq!(parent, "w:t", "{name}: words stand in {parent}");
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "{name} ends in {open:?}");
}

#[track_caller]
fn enter(name: &str, open: &mut [(String, usize)], element: &str) {
    let Some((parent, place)) = open.last_mut() else {
        return;
    };
    let Some((_, places)) = ORDER.iter().find(|(of, _)| *of == parent.as_str()) else {
        panic!("{name}: {parent} holds {element}, and nothing is known of what it may hold");
    };
    let found = places.iter().position(|place| place.split(' ').any(|one| one == element));
    let found = found.unwrap_or_else(|| panic!("{name}: {parent} can't hold {element}"));
    assert!(found >= *place, "{name}: in {parent}, {element} comes too late");
    *place = found;
}
