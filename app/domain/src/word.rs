//! One way to give a closed set of values its stored words.

/// Declares an enum whose variants are stored, exchanged and parsed as fixed lower-case words.
///
/// Gives `as_str`, `ALL`, `Display`, `FromStr` (error: [`crate::code::UnknownWord`]) and serde as that word.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in the order in which people list them.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// The word under which the value is stored and exchanged.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::code::UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok($name::$variant),)+
                    _ => Err($crate::code::UnknownWord { kind: stringify!($name), allowed: &[$($word),+] }),
                }
            }
        }
    };
}
pub(crate) use words;
