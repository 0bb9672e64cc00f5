//! Names of organisations without what does not tell them apart: case, accents, spaces, and legal forms.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::scheme::folding::fold;
use crate::scheme::person::LONGEST_NAME;

/// Legal forms that stand at the end of a name; most of them may also stand at its beginning.
const LAST: &str = "\
    gmbh, ggmbh, mbh, AG, KG, KGaA, OHG, GbR, UG, haftungsbeschränkt, eG, e.V., e.K., Ges.m.b.H., \
    Ltd, Limited, LLC, LLP, LP, PLC, Inc, Incorporated, Corp, Corporation, Co, Company, Pty, Pte, Pvt, \
    Private, Public Limited Company, CIC, Sdn Bhd, Bhd, Berhad, Tbk, \
    S.A., S.A.S., S.A.S.U., S.A.R.L., Sàrl, Sagl, S.A.U., S.L., S.L.U., S.L.L., S.C., S.C.A., S.N.C., SE, \
    Société Anonyme, Sociedad Anónima, Sociedad Limitada, S.A. de C.V., S. de R.L. de C.V., S.R.L., S.p.A., \
    Lda, Ltda, S/A, S.G.P.S., E.I.R.L., C.A., \
    AB, publ, HB, AS, A/S, ASA, ApS, IVS, Oy, Oyj, Abp, hf, ehf, ohf, \
    B.V., N.V., B.V.B.A., VOF, C.V., \
    sp. z o.o., sp. j., sp. k., spółka z ograniczoną odpowiedzialnością, spółka akcyjna, s.r.o., spol. s r.o., a.s., \
    Kft, Zrt, Nyrt, Bt, d.o.o., d.d., a.d., UAB, SIA, OÜ, OOD, EOOD, AD, EAD, \
    A.Ş., Anonim Şirketi, Ltd. Şti., Limited Şirketi, Α.Ε., Ε.Π.Ε., Ι.Κ.Ε., \
    ООО, ОАО, ЗАО, ПАО, АО, НАО, ТОВ, ПрАТ, ПАТ, ООД, ЕООД, АД, ЕАД, ТОО, д.о.о., а.д., \
    общество с ограниченной ответственностью, акционерное общество, \
    בע\"מ, בע״מ, ش.م.م, ش.م.ل, ش.م.ع, ش.ذ.م.م, ذ.م.م, م.م.ح, \
    प्राइवेट लिमिटेड, लिमिटेड, प्रा. लि., \
    K.K., G.K., Kabushiki Kaisha, Godo Kaisha, Yugen Kaisha, 株, 有, 주, 유, JSC, OJSC, CJSC, PJSC, FZE, FZ-LLC, FZCO, W.L.L.";

/// Those that stand at the beginning of a name; what else may be at the end could begin a name as a word of its own.
const FIRST: &str = "\
    ООО, ОАО, ЗАО, ПАО, АО, НАО, ТОВ, ПрАТ, ПАТ, ТОО, общество с ограниченной ответственностью, акционерное общество, \
    UAB, SIA, AB, A/S, OÜ, PT, K.K., Kabushiki Kaisha, شركة, 株, 有, 주, 유";

/// Those of scripts that set no spaces, at either end.
const JOINED: &str = "\
    株式会社, 有限会社, 合同会社, 合資会社, 合名会社, 一般社団法人, 一般財団法人, 公益財団法人, \
    股份有限公司, 股份有限责任公司, 有限責任公司, 有限责任公司, 有限公司, 集团有限公司, 주식회사, 유한회사, \
    บริษัท, จำกัด, มหาชน";

/// The most words that a legal form is spread over, `s. de r.l. de c.v.` for one.
const MOST_WORDS: usize = 7;

static ENDINGS: LazyLock<HashSet<String>> = LazyLock::new(|| set(LAST));
static BEGINNINGS: LazyLock<HashSet<String>> = LazyLock::new(|| set(FIRST));
static JOINED_FORMS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut forms: Vec<String> = set(JOINED).into_iter().collect();
    // The longest first: one may end with another.
    forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
    forms
});

fn set(forms: &str) -> HashSet<String> {
    forms.split(',').map(|form| words(form).concat()).collect()
}

/// The words of a text, folded; signs that no reader reads out separate them as spaces do.
fn words(text: &str) -> Vec<String> {
    let letters: String = text.chars().map(|one| if is_sign(one) { ' ' } else { one }).collect();
    fold(&letters, true).split_whitespace().map(str::to_owned).collect()
}

/// Quotation marks, trade marks and punctuation outside ASCII.
const fn is_sign(character: char) -> bool {
    matches!(character, '«' | '»' | '®' | '™' | '©' | '℠' | '¡' | '¿' | '\u{5F3}' | '\u{5F4}' | '\u{60C}' | '\u{61B}'
        | '\u{61F}' | '\u{964}' | '\u{965}' | '\u{2E00}'..='\u{2E7F}' | '\u{3000}'..='\u{3004}'
        | '\u{3008}'..='\u{3020}' | '\u{3030}')
}

/// The name as names are compared: folded, without spaces and punctuation, and without legal forms, as long as something
/// remains. A name of signs alone stays as it is. It is at most [`LONGEST_NAME`] characters long, so that it can be
/// indexed.
pub fn plain(name: &str) -> String {
    let all = words(name);
    let mut words = all.as_slice();
    while let Some(rest) = without_ending(words).or_else(|| without_beginning(words)) {
        words = rest;
    }
    let mut plain = words.concat();
    while let Some(rest) = without_joined(&plain) {
        plain = rest;
    }
    let plain = if plain.is_empty() { name.trim() } else { &plain };
    plain.chars().take(LONGEST_NAME).collect()
}

/// Abbreviations are written with points and without: however many words a form is in, it is the same form.
fn without_ending(words: &[String]) -> Option<&[String]> {
    let longest = MOST_WORDS.min(words.len().saturating_sub(1));
    let length = (1..=longest).rev().find(|length| ENDINGS.contains(&words[words.len() - length..].concat()))?;
    Some(&words[..words.len() - length])
}

fn without_beginning(words: &[String]) -> Option<&[String]> {
    let longest = MOST_WORDS.min(words.len().saturating_sub(1));
    let length = (1..=longest).rev().find(|length| BEGINNINGS.contains(&words[..*length].concat()))?;
    Some(&words[length..])
}

fn without_joined(name: &str) -> Option<String> {
    let mut forms = JOINED_FORMS.iter();
    let rest = forms.find_map(|form| name.strip_suffix(form.as_str()).or_else(|| name.strip_prefix(form.as_str())))?;
    (!rest.is_empty()).then(|| rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_name_is_the_same_with_and_without_its_legal_form() {
        for (plainly, names) in [
            (
                "nordwind",
                &["Nordwind GmbH", "NORDWIND G.m.b.H.", "Nordwind", "nord wind GmbH & Co. KG", "Nordwind AG"][..],
            ),
            ("acme", &["Acme, Inc.", "ACME Ltd", "Acme Co., Ltd.", "acme Public Limited Company", "A.C.M.E. LLC"]),
            ("iberica", &["Ibérica S.A.", "IBERICA, SA", "Iberica S.A. de C.V.", "Ibérica Sociedad Limitada"]),
            ("volvat", &["AB Volvat", "Volvat AB (publ)", "Volvat A/S", "Volvat Oy"]),
            ("zazolc", &["Zażółć sp. z o.o.", "ZAŻÓŁĆ Sp.zo.o."]),
            ("ромашка", &["ООО «Ромашка»", "Ромашка, ООО", "АО Ромашка"]),
            (
                "東京情報",
                &["株式会社東京情報", "東京情報株式会社", "東京情報㈱", "東京情報（株）", "東京情報 株式会社"],
            ),
            ("北京信息", &["北京信息有限公司", "北京信息股份有限公司"]),
            ("한국정보", &["주식회사 한국정보", "한국정보(주)", "한국정보주식회사"]),
            ("نور", &["شركة نور ش.م.م", "نور ذ.م.م", "نُور"]),
            ("אור", &["אור בע\"מ", "אור בע״מ", "אור"]),
        ] {
            for name in names {
                assert_eq!(plain(name), plainly, "{name}");
            }
        }
        assert_eq!(plain("บริษัท ข้อมูล จำกัด (มหาชน)"), plain("ข้อมูล"));
        assert_eq!(plain("भारत प्राइवेट लिमिटेड"), plain("भारत"));
        assert_eq!(plain("Ελλάς Α.Ε."), plain("ΕΛΛΑΣ"));
    }

    #[test]
    fn what_is_no_legal_form_stays() {
        for (name, plainly) in [
            ("AG", "ag"),
            ("GmbH & Co. KG", "gmbh"),
            ("SE Services", "seservices"),
            ("Co Operative Bank", "cooperativebank"),
            ("株式会社", "株式会社"),
            ("Saga", "saga"),
            ("Ideas", "ideas"),
            ("+++", "+++"),
            ("  ", ""),
            ("", ""),
        ] {
            assert_eq!(plain(name), plainly, "{name}");
        }
        assert!(plain(&"ﷺ".repeat(200)).chars().count() <= 200, "what unfolds is cut, to be indexed");
    }
}
