//! Stable identities: one type for each kind of object, all UUIDs, unique across readers without a server.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $Name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $Name(pub Uuid);

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($Name), "({})"), self.0)
            }
        }

        impl From<Uuid> for $Name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl FromStr for $Name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// Identifies a comparison: all files with this id are readings of the same one.
    ComparisonId
    /// Identifies a source.
    SourceId
    /// Identifies a tag.
    TagId
    /// Identifies a reader.
    ReaderId
    /// Identifies a claim.
    ClaimId
    /// Identifies a link.
    LinkId
    /// Identifies a noted silence.
    SilenceId
    /// Identifies a note on how far a source was read.
    CoverageId
    /// Identifies the kept settings of a sheet.
    SheetId
    /// Identifies what was settled, or noted, at a place where readers differ.
    DecisionId
    /// Identifies a round of reading.
    RoundId
    /// Identifies an object of the file that was set aside as damaged.
    SetAsideId
}
