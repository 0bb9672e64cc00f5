//! What somebody looks for: in how many ways it is read, which patterns decide, and what narrows to them.

use super::words::{compounds, readings};
use super::{
    MOST_LETTERS, MOST_WORDS, NAME_BEGINNINGS, OTHER_BEGINNINGS, Piece, WORD_BEGINNINGS, beginning, gram, inner_pieces,
    is_spaceless_word, longest_beginning, number_word,
};

/// How many pieces of one word of a query are looked for: with more, nothing more is ruled out.
const MOST_PIECES: usize = 16;

/// In how many ways a query is read.
const MOST_READINGS: usize = 8;

/// How well a name answers a query: the lower, the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// It is the name.
    Whole,
    /// The name begins with it.
    Beginning,
    /// Each of its words begins a word of the name.
    Words,
    /// Each of its words is somewhere in the name.
    Inside,
    /// Some of its words are in the other words only.
    Elsewhere,
}

impl Rank {
    /// All of them, the best first.
    pub const ALL: [Self; 5] = [Self::Whole, Self::Beginning, Self::Words, Self::Inside, Self::Elsewhere];
}

/// What is narrowed by: grams, of which all or any must be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Narrowing {
    Gram(String),
    All(Vec<Self>),
    Any(Vec<Self>),
}

impl Narrowing {
    /// Nothing is narrowed.
    pub const NONE: Self = Self::All(Vec::new());

    fn grams(grams: Vec<String>) -> Self {
        Self::All(grams.into_iter().map(Self::Gram).collect())
    }

    pub const fn is_none(&self) -> bool {
        matches!(self, Self::All(all) if all.is_empty())
    }

    /// What is narrowed by both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self.is_none(), other.is_none()) {
            (true, _) => other,
            (_, true) => self,
            _ => Self::All(vec![self, other]),
        }
    }

    /// As an expression of a search engine, whose words for "and" and "or" are given.
    pub fn written(&self, and: &str, or: &str) -> String {
        let each = |all: &[Self], between| all.iter().map(|one| one.written(and, or)).collect::<Vec<_>>().join(between);
        match self {
            Self::Gram(gram) => gram.clone(),
            Self::All(all) | Self::Any(all) if all.len() == 1 => each(all, and),
            Self::All(all) => format!("({})", each(all, and)),
            Self::Any(any) => format!("({})", each(any, or)),
        }
    }
}

/// Something that is looked for. What answers one of its readings answers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    readings: Vec<Reading>,
}

/// One way in which a query can be read, as words that are all to be found; or as a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading(Vec<String>);

impl Query {
    /// Reads a query; `None` where there is neither letter nor digit in it. What is too long is cut off.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().take(MOST_LETTERS).collect();
        let mut all: Vec<Vec<String>> = readings(&text).into_iter().map(shortened).collect();
        for reading in all.clone() {
            for (place, compound) in compounds(&reading) {
                let mut joined = reading.clone();
                joined.splice(place..place + 2, [compound]);
                all.push(joined);
            }
        }
        let mut readings: Vec<Reading> = number_word(&text).into_iter().map(|number| Reading(vec![number])).collect();
        for reading in all.into_iter().map(Reading) {
            if readings.len() < MOST_READINGS && !readings.contains(&reading) {
                readings.push(reading);
            }
        }
        (!readings.is_empty()).then_some(Self { readings })
    }

    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// What narrows to the things of this rank and of better ones.
    pub fn narrowing(&self, rank: Rank) -> Narrowing {
        Narrowing::Any(self.readings.iter().map(|reading| reading.narrowing(rank)).collect())
    }
}

/// So many words, and so many letters, as count.
fn shortened(words: Vec<String>) -> Vec<String> {
    let mut left = MOST_LETTERS;
    let mut kept = Vec::new();
    for word in words.into_iter().take(MOST_WORDS) {
        if left == 0 {
            break;
        }
        let word = beginning(&word, left).map_or(word.clone(), str::to_owned);
        left -= word.chars().count();
        kept.push(word);
    }
    kept
}

impl Reading {
    /// The `LIKE` patterns that [`Indexed::name`](super::Indexed::name) must match, all of them, for this rank; for the last,
    /// [`Self::others`] may take the place of each. There is nothing in them to escape: a word has only letters, marks and
    /// digits.
    pub fn patterns(&self, rank: Rank) -> Vec<String> {
        let whole = self.0.join(" ");
        match rank {
            Rank::Whole => vec![format!("%\n {whole} \n%")],
            Rank::Beginning => vec![format!("%\n {whole}%")],
            Rank::Words => self.0.iter().map(|word| format!("% {word}%")).collect(),
            Rank::Inside | Rank::Elsewhere => self.0.iter().map(|word| inside(word)).collect(),
        }
    }

    /// For each word, the `LIKE` pattern for [`Indexed::words`](super::Indexed::words).
    pub fn others(&self) -> Vec<String> {
        let pattern = |word: &String| if is_spaceless_word(word) { format!("%{word}%") } else { format!("% {word}%") };
        self.0.iter().map(pattern).collect()
    }

    fn narrowing(&self, rank: Rank) -> Narrowing {
        let whole = self.0.join(" ");
        let each = |narrowing: &dyn Fn(&String) -> Narrowing| self.0.iter().map(narrowing).collect::<Vec<_>>();
        match rank {
            Rank::Whole => Narrowing::Gram(gram(Piece::Name, &whole)),
            Rank::Beginning => {
                let mut all = each(&|word| Narrowing::grams(in_name(word)));
                let first = longest_beginning(&whole, &NAME_BEGINNINGS);
                all.extend(first.map(|text| Narrowing::Gram(gram(Piece::NameBeginning, text))));
                Narrowing::All(all)
            }
            Rank::Words => Narrowing::All(each(&|word| {
                let mut grams = in_name(word);
                let first = longest_beginning(word, &WORD_BEGINNINGS);
                grams.extend(first.map(|text| gram(Piece::WordBeginning, text)));
                Narrowing::grams(grams)
            })),
            Rank::Inside => Narrowing::All(each(&|word| Narrowing::grams(in_name(word)))),
            Rank::Elsewhere => Narrowing::All(each(&|word| {
                Narrowing::Any(vec![Narrowing::grams(in_name(word)), Narrowing::grams(in_others(word))])
            })),
        }
    }
}

/// Whether a word is only looked for where words begin: one or two letters are inside nearly everything.
fn is_short(word: &str) -> bool {
    !is_spaceless_word(word) && word.chars().nth(2).is_none()
}

fn inside(word: &str) -> String {
    if is_short(word) { format!("% {word}%") } else { format!("%{word}%") }
}

/// The grams of every name with this word in it.
fn in_name(word: &str) -> Vec<String> {
    if is_short(word) {
        return vec![gram(Piece::WordBeginning, word)];
    }
    let single = word.chars().nth(1).is_none().then_some(word);
    single.into_iter().chain(inner_pieces(word)).take(MOST_PIECES).map(|piece| gram(Piece::Inside, piece)).collect()
}

/// The grams of everything with this word among its other words.
fn in_others(word: &str) -> Vec<String> {
    if !is_spaceless_word(word) {
        let first = longest_beginning(word, &OTHER_BEGINNINGS);
        return first.map(|text| gram(Piece::OtherBeginning, text)).into_iter().collect();
    }
    let single = word.chars().nth(1).is_none().then_some(word);
    let pieces = single.into_iter().chain(inner_pieces(word)).take(MOST_PIECES);
    pieces.map(|piece| gram(Piece::OtherInside, piece)).collect()
}
