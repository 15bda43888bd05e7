//! Invented names, drawn from what people in New England are called.

use rand::Rng;
use rand::seq::IndexedRandom;

/// Given and family names that go together.
#[derive(Debug)]
pub(crate) struct Heritage {
    /// How many of a hundred people draw from it.
    weight: u32,
    /// How many of a hundred of them would rather read Spanish.
    spanish: u32,
    women: &'static [&'static str],
    men: &'static [&'static str],
    families: &'static [&'static str],
}

impl Heritage {
    /// One of them all, by weight.
    pub(crate) fn draw(rng: &mut impl Rng) -> &'static Heritage {
        let mut place = rng.random_range(0..HERITAGES.iter().map(|heritage| heritage.weight).sum::<u32>());
        for heritage in HERITAGES {
            match place.checked_sub(heritage.weight) {
                Some(rest) => place = rest,
                None => return heritage,
            }
        }
        &HERITAGES[0]
    }

    /// A given name.
    pub(crate) fn given(&self, woman: bool, rng: &mut impl Rng) -> &'static str {
        let list = if woman { self.women } else { self.men };
        list.choose(rng).copied().unwrap_or_default()
    }

    /// A family name.
    pub(crate) fn family(&self, rng: &mut impl Rng) -> &'static str {
        self.families.choose(rng).copied().unwrap_or_default()
    }

    /// The language in which somebody would rather read.
    pub(crate) fn language(&self, rng: &mut impl Rng) -> &'static str {
        if rng.random_range(0..100) < self.spanish { "es" } else { "en" }
    }
}

/// A street, in an invented city.
pub(crate) fn street(rng: &mut impl Rng) -> String {
    let name = STREETS.choose(rng).copied().unwrap_or_default();
    format!("{} {name}", rng.random_range(2..400))
}

/// The part of an e-mail address before the `@`: plain letters and dots.
pub(crate) fn mailbox(given: &str, family: &str, number: u64) -> String {
    let plain = |name: &str| -> String { name.chars().filter_map(plain_letter).collect() };
    format!("{}.{}.{number}", plain(given), plain(family))
}

fn plain_letter(letter: char) -> Option<char> {
    Some(match letter.to_lowercase().next()? {
        'á' | 'à' | 'â' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'î' | 'ï' => 'i',
        'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ú' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        'ł' => 'l',
        plain if plain.is_ascii_alphabetic() => plain,
        _ => return None,
    })
}

const STREETS: &[&str] = &[
    "Tannery Road",
    "Millrace Street",
    "Sumac Lane",
    "Old Quarry Road",
    "Heron Street",
    "Spindle Street",
    "Cooper Alley",
    "Bellwether Avenue",
    "Ropewalk Street",
    "Cider Hill Road",
    "Lantern Street",
    "Orchard Terrace",
    "Stonefence Road",
    "Ferry Landing",
    "Kiln Street",
    "Marsh View Avenue",
    "Weaver Street",
    "Alder Brook Drive",
    "Granary Street",
    "North Common",
    "Depot Square",
    "Salt Meadow Way",
];

const HERITAGES: &[Heritage] = &[
    Heritage {
        weight: 24,
        spanish: 0,
        women: &[
            "Abigail", "Beth", "Caroline", "Dorothy", "Elaine", "Grace", "Hannah", "Joanne", "Kathryn",
            "Louise", "Meredith", "Nancy", "Olive", "Prudence", "Ruth", "Susan", "Tabitha", "Violet",
        ],
        men: &[
            "Alden", "Benjamin", "Calvin", "Douglas", "Everett", "Franklin", "Gordon", "Harold", "Isaac",
            "Jonathan", "Kenneth", "Lloyd", "Nathan", "Oliver", "Russell", "Silas", "Theodore", "Warren",
        ],
        families: &[
            "Ashby",
            "Bellweather",
            "Brackett",
            "Chilcott",
            "Dunmore",
            "Eastlake",
            "Fernald",
            "Goodspeed",
            "Hathorne",
            "Ingersoll",
            "Kittredge",
            "Larkham",
            "Merriweather",
            "Nutting",
            "Pettingill",
            "Quimby",
            "Redfern",
            "Standish",
            "Thistlewood",
            "Upham",
            "Whitcomb",
            "Winterbourne",
        ],
    },
    Heritage {
        weight: 17,
        spanish: 0,
        women: &[
            "Aoife", "Bridget", "Colleen", "Deirdre", "Eileen", "Fiona", "Kathleen", "Maeve", "Maureen",
            "Noreen", "Rosaleen", "Siobhan", "Una",
        ],
        men: &[
            "Aidan", "Brendan", "Cormac", "Declan", "Eamon", "Finbar", "Kevin", "Liam", "Malachy", "Niall",
            "Padraig", "Ronan", "Sean",
        ],
        families: &[
            "Brannigan",
            "Cavanagh",
            "Devlin",
            "Fallon",
            "Garrity",
            "Hanratty",
            "Kilbride",
            "Lonergan",
            "McGillicuddy",
            "Mulvaney",
            "O'Dowd",
            "O'Hanlon",
            "Rafferty",
            "Scanlon",
            "Tierney",
        ],
    },
    Heritage {
        weight: 17,
        spanish: 0,
        women: &[
            "Ana",
            "Beatriz",
            "Conceição",
            "Deolinda",
            "Filomena",
            "Graça",
            "Inês",
            "Isaura",
            "Lurdes",
            "Natália",
            "Odete",
            "Rosa",
            "Teresa",
            "Zulmira",
        ],
        men: &[
            "Adelino", "António", "Carlos", "Duarte", "Fernando", "Gilberto", "Hélder", "João", "Joaquim",
            "Manuel", "Norberto", "Rui", "Tomás", "Valdemar",
        ],
        families: &[
            "Amaral",
            "Arruda",
            "Botelho",
            "Câmara",
            "Couto",
            "Furtado",
            "Lima",
            "Medeiros",
            "Melo",
            "Moniz",
            "Pacheco",
            "Raposo",
            "Rezendes",
            "Sousa",
            "Tavares",
            "Vasconcelos",
        ],
    },
    Heritage {
        weight: 14,
        spanish: 55,
        women: &[
            "Altagracia",
            "Belkis",
            "Carmen",
            "Dulce",
            "Esperanza",
            "Ivelisse",
            "Lourdes",
            "Marisol",
            "Milagros",
            "Noemí",
            "Paola",
            "Rocío",
            "Yesenia",
            "Zoraida",
        ],
        men: &[
            "Andrés",
            "Benjamín",
            "César",
            "Diego",
            "Efraín",
            "Félix",
            "Héctor",
            "Iván",
            "Joel",
            "Luis",
            "Moisés",
            "Rafael",
            "Samuel",
            "Wilfredo",
        ],
        families: &[
            "Acevedo",
            "Báez",
            "Candelario",
            "Delgado",
            "Encarnación",
            "Figueroa",
            "Guzmán",
            "Hinojosa",
            "Jiménez",
            "Lebrón",
            "Maldonado",
            "Núñez",
            "Peralta",
            "Quiñones",
            "Rosario",
            "Santana",
            "Vega",
        ],
    },
    Heritage {
        weight: 8,
        spanish: 0,
        women: &[
            "Bernadette",
            "Fabiola",
            "Ghislaine",
            "Immacula",
            "Judeline",
            "Marie-Ange",
            "Mirlande",
            "Nadège",
            "Rose-Laure",
            "Widline",
        ],
        men: &[
            "Emmanuel",
            "Fritz",
            "Gérard",
            "Jean-Robert",
            "Jocelyn",
            "Ludovic",
            "Marcelin",
            "Reginald",
            "Stanley",
            "Wilner",
        ],
        families: &[
            "Alcindor",
            "Beaubrun",
            "Célestin",
            "Desrosiers",
            "Estimé",
            "Fleurant",
            "Guerrier",
            "Laguerre",
            "Noël",
            "Pierre-Louis",
            "Saintil",
            "Toussaint",
        ],
    },
    Heritage {
        weight: 8,
        spanish: 0,
        women: &[
            "Agnieszka",
            "Bożena",
            "Danuta",
            "Ewa",
            "Halina",
            "Jadwiga",
            "Kinga",
            "Magdalena",
            "Renata",
            "Wanda",
        ],
        men: &[
            "Bogdan",
            "Czesław",
            "Jerzy",
            "Kazimierz",
            "Leszek",
            "Marek",
            "Piotr",
            "Stanisław",
            "Tadeusz",
            "Zbigniew",
        ],
        families: &[
            "Bielecki",
            "Czajka",
            "Domagala",
            "Gorski",
            "Jablonski",
            "Kosciolek",
            "Lewandowicz",
            "Mazurek",
            "Pietrowski",
            "Sadowski",
            "Walczak",
            "Zielinski",
        ],
    },
    Heritage {
        weight: 6,
        spanish: 0,
        women: &[
            "Anh", "Bich", "Diem", "Hanh", "Hoa", "Kim-Lien", "Lan", "Linh", "Mai", "Phuong", "Thao", "Tuyet",
        ],
        men: &["An", "Bao", "Cuong", "Dat", "Duc", "Hieu", "Khoa", "Long", "Minh", "Quang", "Tuan", "Vinh"],
        families: &[
            "Bui", "Dang", "Dinh", "Duong", "Hoang", "Huynh", "Lam", "Luong", "Ngo", "Nguyen", "Pham",
            "Quach", "Tran", "Truong", "Vo",
        ],
    },
    Heritage {
        weight: 6,
        spanish: 0,
        women: &[
            "Bopha", "Channary", "Chanthy", "Kolab", "Leakhena", "Maly", "Phally", "Rachana", "Sophea",
            "Theary",
        ],
        men: &[
            "Borin",
            "Chamroeun",
            "Dara",
            "Kosal",
            "Makara",
            "Narith",
            "Phirun",
            "Rithy",
            "Samnang",
            "Veasna",
        ],
        families: &[
            "Chea", "Chhim", "Heng", "Keo", "Khiev", "Long", "Mam", "Meas", "Nhem", "Ouk", "Prak", "Sam",
            "Thach",
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_has_plain_letters() {
        assert_eq!(mailbox("Conceição", "O'Dowd", 7), "conceicao.odowd.7");
        assert_eq!(mailbox("Marie-Ange", "Quiñones", 12), "marieange.quinones.12");
        for heritage in HERITAGES {
            for name in heritage.women.iter().chain(heritage.men).chain(heritage.families) {
                assert!(!name.is_empty() && !name.contains([',', '"', ';']), "{name}");
                assert!(mailbox(name, name, 1).is_ascii(), "{name}");
            }
        }
    }
}
