//! Similar names: how many of their groups of three letters two names share, and by which groups they are found.
//!
//! Two sets of which at least 3 in 5 elements are shared have one in common among the first elements of each, in
//! whatever order all sets are put (the principle of prefix filtering): of `n` elements the first `n - ⌈3n/5⌉ + 1`. With
//! the groups that few names have in front, little has to be compared, and nothing similar is missed.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Names are similar from this share of common groups on: a numerator and a denominator.
const SIMILAR: (usize, usize) = (3, 5);

/// Words that many organisations have in their names. Only how fast similar names are found depends on them.
const COMMON: &str = "services servicios servizi dienste dienstleistungen system systems systeme sistemas solutions \
    soluciones solucoes losungen technology technologies technologia tecnologia technik consulting consultancy \
    consultores beratung group gruppe grupo groupe international internacional information informatica informatique \
    informatik data daten datos network networks networking software computer computing global digital management \
    managed center centre center communications telecom telecommunications university universitat universidad bank \
    insurance industries enterprise enterprises business security cloud hosting internet partners national federal \
    ministry department engineering research institute institut support outsourcing healthcare financial energy \
    株式会社 システム サービス ソリューション ソリューションズ テクノロジー テクノロジーズ データ センター 情報 情報システム \
    科技 信息 信息技术 技术 系统 服务 股份 网络 数据 软件 технологии системы информационные услуги сервис";

static COMMON_GROUPS: LazyLock<HashSet<Group>> = LazyLock::new(|| {
    let words = COMMON.split_whitespace().flat_map(|word| groups(&super::plain::plain(word)));
    words.collect()
});

/// Three letters that follow each other.
pub(super) type Group = [char; 3];

/// Its groups of three letters, each once and in order; a space stands before the first and after the last letter.
pub(super) fn groups(plain: &str) -> Vec<Group> {
    let letters: Vec<char> = std::iter::once(' ').chain(plain.chars()).chain(std::iter::once(' ')).collect();
    let mut groups: Vec<Group> = letters.windows(3).map(|group| [group[0], group[1], group[2]]).collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// How many groups are in both; each is in order.
fn count_shared(mut one: &[Group], mut other: &[Group]) -> usize {
    let mut shared = 0;
    while let ([first, rest @ ..], [second, others @ ..]) = (one, other) {
        match first.cmp(second) {
            Ordering::Less => one = rest,
            Ordering::Greater => other = others,
            Ordering::Equal => (one, other, shared) = (rest, others, shared + 1),
        }
    }
    shared
}

/// The share of groups that both have, of all that either has, in per cent, when it is large enough for the names to be
/// similar.
pub(super) fn similarity(one: &[Group], other: &[Group]) -> Option<usize> {
    let shared = count_shared(one, other);
    let all = one.len() + other.len() - shared;
    let (most, of) = SIMILAR;
    (shared > 0 && shared * of >= all * most).then(|| shared * 100 / all)
}

/// The groups by which names that are similar to this one are found: the rarest, as many as it takes.
pub(super) fn telling(groups: &[Group]) -> Vec<Group> {
    let mut ordered = groups.to_vec();
    ordered.sort_by_cached_key(|group| (COMMON_GROUPS.contains(group), frequency(group), *group));
    let (most, of) = SIMILAR;
    let shared = (ordered.len() * most).div_ceil(of);
    ordered.truncate(ordered.len() - shared + 1);
    ordered
}

/// How frequent the letters of a group are in European languages, roughly; those of other scripts count as rare.
fn frequency(group: &Group) -> usize {
    const LETTERS: &str = "zqxjkwvyfbghpmudclsnirtoae";
    group.iter().map(|letter| LETTERS.find(*letter).unwrap_or_default()).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn similarity_is_the_share_of_common_groups() {
        for (one, other, expected) in [
            ("mullerdata", "mullerdata", Some(100)),
            ("mullerdataservices", "muellerdataservices", Some(76)),
            ("nec", "nex", None),
            ("東京情報", "東京情報", Some(100)),
            ("東京情報サービス", "東京情報サーヒス", None),
            ("abcdefgh", "ijklmnop", None),
        ] {
            assert_eq!(similarity(&groups(one), &groups(other)), expected, "{one} {other}");
            assert_eq!(similarity(&groups(other), &groups(one)), expected, "{other} {one}");
        }
        assert_eq!(similarity(&groups(""), &groups("")), None);
        assert_eq!(groups("ab"), [[' ', 'a', 'b'], ['a', 'b', ' ']]);
    }

    proptest! {
        #[test]
        fn what_is_similar_has_a_telling_group_in_common(
            name in "[a-e]{1,14}", at in 0_usize..14, with in "[a-h]{0,3}", without in 0_usize..3,
        ) {
            let mut letters: Vec<char> = name.chars().collect();
            let at = at.min(letters.len());
            letters.splice(at..(at + without).min(letters.len()), with.chars());
            let (one, other) = (groups(&name), groups(&letters.iter().collect::<String>()));
            if similarity(&one, &other).is_some() {
                let mine = telling(&one);
                prop_assert!(telling(&other).iter().any(|group| mine.contains(group)), "{name} {letters:?}");
            }
        }
    }
}
