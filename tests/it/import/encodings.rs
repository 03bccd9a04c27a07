//! Texts in every encoding that scholars meet come out as they were written.

use diptych::store::import::{
    ENCODINGS, EncodingHow, ImportError, ImportOptions, encoding_from_label, import_bytes,
};
use encoding_rs::Encoding;

use super::{assert_sound, import};

const ENGLISH: &str = "The cordons did not wait for orders. In July the workers of Cerrillos closed the road, \
    took over the canning plants and elected a council of delegates.\nNobody in the ministry had planned for \
    that — “least of all,” a minister said later, “on a Tuesday.”\n";
const SPANISH: &str = "El gobierno creyó en la lealtad de los generales. ¿Quién podía saberlo mejor que los \
    obreros del cordón? «Mañana será tarde», escribió una compañera de Concepción en un volante, y así fue.\n\
    Según el sindicato, más de cien fábricas siguieron ocupadas después de la votación.\n";
const RUSSIAN: &str = "Рабочие не стали ждать приказа сверху. В июле они перекрыли дорогу, заняли заводы и \
    выбрали совет делегатов. Партия призывала к спокойствию, однако на собраниях её слушали всё реже.\n\
    Через два месяца генералы уже не скрывали своих намерений.\n";
const POLISH: &str = "Robotnicy nie czekali na rozkazy. W lipcu zablokowali drogę, zajęli fabryki i wybrali \
    radę delegatów. Rząd wciąż wierzył, że wojsko pozostanie wierne konstytucji, choć źródła mówiły co innego.\n\
    Później żałowano każdego straconego dnia.\n";
const GREEK: &str = "Οι εργάτες δεν περίμεναν διαταγές. Τον Ιούλιο έκλεισαν τον δρόμο, κατέλαβαν τα εργοστάσια \
    και εξέλεξαν συμβούλιο αντιπροσώπων. Η κυβέρνηση πίστευε ακόμη ότι ο στρατός θα έμενε πιστός.\n";
const HEBREW: &str = "הפועלים לא חיכו לפקודות. ביולי הם חסמו את הכביש, תפסו את המפעלים ובחרו מועצת נציגים. \
    הממשלה עדיין האמינה שהצבא יישאר נאמן לחוקה, אבל איש כבר לא הקשיב לה.\n";
const ARABIC: &str = "لم ينتظر العمال الأوامر. في تموز أغلقوا الطريق واحتلوا المصانع وانتخبوا مجلسا من المندوبين. \
    وكانت الحكومة ما تزال تؤمن بولاء الجيش للدستور.\n";
const TURKISH: &str = "İşçiler emir beklemedi. Temmuz ayında yolu kapattılar, fabrikaları işgal ettiler ve bir \
    delegeler meclisi seçtiler. Hükümet hâlâ ordunun anayasaya bağlı kalacağına inanıyordu; oysa çoğu kişi bunun \
    böyle olmayacağını görüyordu.\n";
const JAPANESE: &str = "労働者たちは命令を待たなかった。七月に彼らは道路を封鎖し、工場を占拠して、代表者の評議会を選んだ。\
    政府はまだ軍隊の忠誠を信じていた。\nしかし、二か月後には将軍たちはもう計画を隠さなかった。\n";
const CHINESE: &str = "工人们没有等待命令。七月,他们封锁了道路,占领了工厂,选出了代表委员会。政府仍然相信军队会忠于宪法。\n\
    两个月以后,将军们已经不再掩饰他们的打算。\n";
const CHINESE_TRADITIONAL: &str = "工人們沒有等待命令。七月,他們封鎖了道路,佔領了工廠,選出了代表委員會。政府仍然相信軍隊會忠於憲法。\n\
    兩個月以後,將軍們已經不再掩飾他們的打算。\n";
const KOREAN: &str = "노동자들은 명령을 기다리지 않았다. 칠월에 그들은 도로를 막고 공장을 점거하여 대표자 평의회를 뽑았다. \
    정부는 아직도 군대의 충성을 믿고 있었다.\n두 달 뒤에 장군들은 더 이상 계획을 숨기지 않았다.\n";
const THAI: &str =
    "คนงานไม่ได้รอคำสั่ง ในเดือนกรกฎาคมพวกเขาปิดถนน ยึดโรงงาน และเลือกสภาผู้แทน รัฐบาลยังเชื่อว่ากองทัพจะจงรักภักดีต่อรัฐธรรมนูญ\n";

fn encoded(words: &str, label: &str) -> Vec<u8> {
    let encoding = Encoding::for_label(label.as_bytes()).unwrap();
    let (bytes, _, lossy) = encoding.encode(words);
    assert!(!lossy, "{label} cannot write this");
    bytes.into_owned()
}

fn utf16(words: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    words.encode_utf16().flat_map(bytes_of).collect()
}

fn utf32(words: &str, bytes_of: fn(u32) -> [u8; 4]) -> Vec<u8> {
    words.chars().flat_map(|c| bytes_of(u32::from(c))).collect()
}

#[track_caller]
fn check(bytes: &[u8], words: &str, encoding: &str, how: EncodingHow) {
    let imported = import(bytes, "a.txt").unwrap();
    assert_eq!(imported.text.as_str(), words, "{}", imported.encoding_sentence());
    assert_eq!((imported.origin.encoding.as_str(), imported.encoding_how), (encoding, how));
    assert_eq!((imported.origin.n_unreadable, imported.warnings.len()), (0, 0), "{:?}", imported.warnings);
    assert_sound(&imported);
}

#[test]
fn legacy_encodings_are_guessed_and_read() {
    for (words, encoding) in [
        (ENGLISH, "windows-1252"),
        (SPANISH, "windows-1252"),
        (RUSSIAN, "KOI8-U"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "IBM866"),
        (RUSSIAN, "ISO-8859-5"),
        (POLISH, "ISO-8859-2"),
        (POLISH, "windows-1250"),
        (GREEK, "windows-1253"),
        (HEBREW, "windows-1255"),
        (ARABIC, "windows-1256"),
        (TURKISH, "windows-1254"),
        (JAPANESE, "Shift_JIS"),
        (JAPANESE, "EUC-JP"),
        (JAPANESE, "ISO-2022-JP"),
        (CHINESE, "GBK"),
        (CHINESE_TRADITIONAL, "Big5"),
        (KOREAN, "EUC-KR"),
        (THAI, "windows-874"),
    ] {
        check(&encoded(words, encoding), words, encoding, EncodingHow::Guessed);
    }
}

#[test]
fn a_guess_is_named_as_one_with_what_to_check() {
    let imported = import(&encoded(RUSSIAN, "KOI8-R"), "a.txt").unwrap();
    assert_eq!(imported.text.as_str(), RUSSIAN);
    assert!(imported.encoding_sentence().starts_with("KOI8-"));
    assert!(imported.encoding_sentence().ends_with(", guessed from the bytes: check a few words"));
    let imported = import(&encoded(SPANISH, "windows-1252"), "a.txt").unwrap();
    assert_eq!(imported.encoding_sentence(), "windows-1252, guessed from the bytes: check the accents");
}

#[test]
fn the_unicode_encodings_are_recognized_with_a_mark_and_without() {
    for words in [ENGLISH, SPANISH, RUSSIAN, GREEK, ARABIC, JAPANESE, CHINESE, KOREAN] {
        let marked = format!("\u{feff}{words}");
        check(words.as_bytes(), words, "UTF-8", EncodingHow::Utf8);
        check(marked.as_bytes(), words, "UTF-8", EncodingHow::ByteOrderMark);
        for (name, bytes_of) in
            [("UTF-16LE", u16::to_le_bytes as fn(u16) -> [u8; 2]), ("UTF-16BE", u16::to_be_bytes)]
        {
            check(&utf16(&marked, bytes_of), words, name, EncodingHow::ByteOrderMark);
            check(&utf16(words, bytes_of), words, name, EncodingHow::Nulls);
        }
        for (name, bytes_of) in
            [("UTF-32LE", u32::to_le_bytes as fn(u32) -> [u8; 4]), ("UTF-32BE", u32::to_be_bytes)]
        {
            check(&utf32(&marked, bytes_of), words, name, EncodingHow::ByteOrderMark);
            check(&utf32(words, bytes_of), words, name, EncodingHow::Nulls);
        }
    }
}

#[test]
fn two_byte_order_marks_both_go() {
    check(
        "\u{feff}\u{feff}One.\r\nTwo.\rThree.".as_bytes(),
        "One.\nTwo.\nThree.",
        "UTF-8",
        EncodingHow::ByteOrderMark,
    );
}

/// Bytes as read in an encoding; how many unreadable stretches there are, and the line of the first.
#[track_caller]
fn check_damaged(bytes: &[u8], given: Option<&str>, words: &str, encoding: &str, (n, line): (u64, u64)) {
    let options =
        ImportOptions { encoding: given.map(|label| encoding_from_label(label).unwrap()), media_type: None };
    let imported = import_bytes(bytes, "a.txt", &options).unwrap();
    assert_eq!(imported.text.as_str(), words);
    assert_eq!((imported.origin.encoding.as_str(), imported.origin.n_unreadable), (encoding, n));
    let said = imported.warnings.iter().find(|warning| warning.contains("could not be read as")).unwrap();
    assert!(said.starts_with(&format!("{n} stretch")), "{said}");
    assert!(said.contains(&format!("line {line})")) && said.contains(encoding), "{said}");
}

#[test]
fn a_damaged_text_is_still_in_its_encoding_and_the_damage_is_counted() {
    // Cut off within a character.
    check_damaged(
        "El cordón de Vicuña".as_bytes().split_at(19).0,
        None,
        "El cordón de Vicu\u{fffd}",
        "UTF-8",
        (1, 1),
    );
    // One stray byte among many sound characters, in the third line.
    let mut bytes = b"One.\r\nTwo.\r\n\xFF".to_vec();
    bytes.extend(SPANISH.as_bytes());
    check_damaged(&bytes, None, &format!("One.\nTwo.\n\u{fffd}{SPANISH}"), "UTF-8", (1, 3));
    // Lone surrogates, and half a unit at the end.
    let mut bytes = vec![0xFF, 0xFE, b'a', 0, 0x00, 0xD8, b'\n', 0, 0x00, 0xDC, b'b', 0];
    check_damaged(&bytes, None, "a\u{fffd}\n\u{fffd}b", "UTF-16LE", (2, 1));
    bytes.push(b'c');
    check_damaged(&bytes, None, "a\u{fffd}\n\u{fffd}b\u{fffd}", "UTF-16LE", (3, 1));
    // Not a scalar value in UTF-32, and a cut-off one.
    let mut bytes = utf32("\u{feff}a\nb", u32::to_be_bytes);
    bytes.extend([0, 0x11, 0, 0, 0, 0, 0]);
    check_damaged(&bytes, None, "a\nb\u{fffd}\u{fffd}", "UTF-32BE", (2, 2));
    // A stray byte far on in a long text in Shift_JIS.
    let long = JAPANESE.repeat(200);
    let mut bytes = encoded(&long, "Shift_JIS");
    bytes.push(0xFF);
    bytes.extend(encoded(JAPANESE, "Shift_JIS"));
    check_damaged(&bytes, None, &format!("{long}\u{fffd}{JAPANESE}"), "Shift_JIS", (1, 401));
    // Half a character at the end of Shift_JIS.
    let bytes = encoded(JAPANESE, "Shift_JIS");
    let cut = bytes.len() - 2;
    let words: String = JAPANESE.chars().take(JAPANESE.chars().count() - 2).collect();
    check_damaged(&bytes[..cut], None, &format!("{words}\u{fffd}"), "Shift_JIS", (1, 2));
}

#[test]
fn what_the_reader_says_wins_and_what_it_costs_is_counted() {
    check_damaged(
        b"ca\xF1\xF3n\nma\xF1ana",
        Some("utf-8"),
        "ca\u{fffd}\u{fffd}n\nma\u{fffd}ana",
        "UTF-8",
        (3, 1),
    );
    let options = |label| ImportOptions { encoding: encoding_from_label(label), media_type: None };
    let bytes = encoded(RUSSIAN, "KOI8-R");
    let imported = import_bytes(&bytes, "a.txt", &options("KOI8-R")).unwrap();
    assert_eq!((imported.text.as_str(), imported.encoding_how), (RUSSIAN, EncodingHow::Given));
    assert_eq!(imported.encoding_sentence(), "KOI8-R, as chosen");
    // The mark of the encoding given is no word of the text; that of another is, and is spoken of.
    let marked = format!("\u{feff}{ENGLISH}");
    let imported = import_bytes(&utf16(&marked, u16::to_be_bytes), "a.txt", &options("utf-16be")).unwrap();
    assert_eq!((imported.text.as_str(), imported.warnings.len()), (ENGLISH, 0));
    let imported = import_bytes(marked.as_bytes(), "a.txt", &options("windows-1252")).unwrap();
    assert!(imported.text.as_str().starts_with("ï»¿The"));
    assert_eq!(
        imported.warnings[0],
        "The file begins with the byte order mark of UTF-8, but was read as windows-1252, as chosen."
    );
}

#[test]
fn replacement_characters_of_the_file_itself_are_told_from_new_ones() {
    let imported = import("caf\u{fffd} se\u{fffd}or".as_bytes(), "a.txt").unwrap();
    assert_eq!(imported.origin.n_unreadable, 0);
    assert_eq!(
        imported.warnings,
        ["2 replacement characters (�) stand in the file itself: what stood there was lost before."]
    );
    let options = ImportOptions { encoding: encoding_from_label("utf-8"), media_type: None };
    let imported = import_bytes(b"caf\xEF\xBF\xBD se\xF1or", "a.txt", &options).unwrap();
    assert_eq!(imported.origin.n_unreadable, 1);
    assert!(
        imported.warnings[1].starts_with("1 replacement character (�) stands"),
        "{:?}",
        imported.warnings
    );
}

#[test]
fn bytes_that_no_text_has_are_refused_with_their_place() {
    let mut program = b"\x7FELF\x02\x01\x01\0".to_vec();
    program.extend((0..4000_u32).flat_map(|n| (n.wrapping_mul(2_654_435_761)).to_le_bytes()));
    let with_nul = b"One.\nTwo.\nTh\0ree and so on, for a line that is long enough.\n";
    for (bytes, line) in [(program.as_slice(), 1), (with_nul, 3), (&[0; 64], 1)] {
        match import(bytes, "a.txt") {
            Err(ImportError::Binary { line: found, .. }) => assert_eq!(found, line),
            other => panic!("{other:?}"),
        }
    }
    let escapes: Vec<u8> = (0..200).map(|n| if n % 4 == 0 { 0x01 } else { b'a' }).collect();
    assert!(matches!(import(&escapes, "a.txt"), Err(ImportError::Binary { .. })));
}

#[test]
fn a_few_control_characters_stay_and_are_counted() {
    let words = format!("One.\nTwo\u{8}\u{7f}.\n{ENGLISH}");
    let imported = import(words.as_bytes(), "a.txt").unwrap();
    assert_eq!(imported.text.as_str(), words);
    assert_eq!(
        imported.warnings,
        [
            "2 control characters were kept as in the file (the first, U+0008, in line 2). They show as nothing or as boxes."
        ]
    );
}

#[test]
fn every_encoding_offered_is_found_by_its_name_and_reads_ascii_or_says_why_not() {
    for encoding in ENCODINGS {
        assert_eq!(encoding_from_label(encoding.name()), Some(*encoding));
        assert_eq!(
            encoding_from_label(&encoding.name().to_lowercase().replace(['-', '_'], "")),
            Some(*encoding)
        );
    }
    assert_eq!(ENCODINGS.len(), 37);
    for label in ["", "utf-7", "iso-2022-kr", "replacement", "\u{feff}"] {
        assert_eq!(encoding_from_label(label), None, "{label}");
    }
}
