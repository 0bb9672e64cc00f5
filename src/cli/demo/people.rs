//! The invented people of the demonstration, and what they did. All days lie well in the past, so that the
//! demonstration is the same whenever it is started; the scheme's rules decide on each of them when it is loaded.

pub(super) struct Person {
    pub given_names: Option<&'static str>,
    /// Or the only name.
    pub family_name: &'static str,
    pub born: &'static str,
    /// Where the candidate lives.
    pub country: &'static str,
    pub listed: bool,
    pub body: &'static str,
    pub steps: &'static [Step],
}

pub(super) enum Step {
    /// A sitting of the Foundation examination: the day and the marks.
    Foundation(&'static str, i64),
    /// A sitting of the Practitioner examination: the day and the marks of the four questions.
    Practitioner(&'static str, [i64; 4]),
    /// A sitting of the Auditor examination: the day and the marks.
    Auditor(&'static str, i64),
    /// A certificate of somebody else that the body has checked: certification, number and day of award.
    Holds(&'static str, &'static str, &'static str),
    /// The same, not checked yet.
    Claims(&'static str, &'static str, &'static str),
    /// A course: its slug, and the day of completion.
    Attended(&'static str, &'static str),
    /// Audits in an IT environment: for whom, in which role, from, until.
    Audited(&'static str, &'static str, &'static str, Option<&'static str>),
    /// The listing of this body names the holder of the latest certificate as an approved auditor.
    Named(&'static str),
    /// The latest certificate is suspended from this day on, for this reason.
    Suspended(&'static str, &'static str, &'static str),
    /// The latest certificate is withdrawn from this day on, for this reason.
    Withdrawn(&'static str, &'static str, &'static str),
}

use Step::{Attended, Audited, Auditor, Claims, Foundation, Holds, Named, Practitioner, Suspended, Withdrawn};

/// The candidate whose certificate is verified in the guide: listed, and valid.
pub(super) const VERIFIED: &str = "Müller";
/// The candidate whose result is accepted in the guide: holds Foundation and nothing more.
pub(super) const ELIGIBLE: &str = "Grünwald";
/// The candidate whose result is refused in the guide: holds nothing.
pub(super) const NOT_ELIGIBLE: &str = "Yıldırım-Koch";

const fn person(
    names: (Option<&'static str>, &'static str),
    born: &'static str,
    country: &'static str,
    listed: bool,
    body: &'static str,
    steps: &'static [Step],
) -> Person {
    Person { given_names: names.0, family_name: names.1, born, country, listed, body, steps }
}

#[rustfmt::skip]
pub(super) const PEOPLE: &[Person] = &[
    person((Some("Anna"), "Müller"), "1984-02-29", "DE", true, "nordlicht", &[
        Foundation("2013-04-15", 33), Practitioner("2013-09-20", [12, 14, 11, 15])]),
    person((Some("Jürgen"), "Straßer"), "1979-11-03", "AT", true, "nordlicht", &[
        Foundation("2014-05-12", 22), Foundation("2014-07-14", 29)]),
    person((Some("Zoë"), "Grünwald"), "1996-06-17", "CH", false, "nordlicht", &[Foundation("2019-03-26", 38)]),
    person((Some("Adèle"), "Gaillard"), "1996-05-01", "FR", true, "nordlicht", &[
        Foundation("2024-05-17", 31), Claims("itil_intermediate", "ITIL-FR-31002", "2023-02-10"),
        Claims("itil_foundation", "ITIL-FR-20931", "2021-09-01")]),
    person((Some("Łukasz"), "Wójcik"), "1981-08-09", "PL", true, "nordlicht", &[
        Attended("auditor-kurs", "2016-05-20"),
        Audited("Weichsel Revision", "internal", "2012-01-01", Some("2016-06-30")),
        Auditor("2016-09-12", 31), Named("nordlicht")]),
    person((Some("Ayşe"), "Yıldırım-Koch"), "2000-01-31", "DE", false, "nordlicht", &[]),
    person((Some("Siobhán"), "O’Brien"), "1977-03-17", "IE", true, "albion", &[
        Holds("itil_foundation", "ITIL-GB-004711", "2011-03-04"),
        Practitioner("2013-11-05", [10, 9, 8, 11]), Practitioner("2014-03-18", [13, 12, 9, 14])]),
    person((Some("Oluwaseun"), "Adébáyọ̀"), "1990-10-01", "NG", true, "albion", &[Foundation("2015-02-11", 35)]),
    person((Some("Mei-Ling"), "Ng"), "1988-05-23", "SG", false, "albion", &[
        Holds("bcs_iso_iec_20000_foundation", "BCS-20K-1187", "2012-10-30"),
        Practitioner("2016-06-14", [16, 10, 12, 13])]),
    person((Some("Dafydd"), "ap Rhys"), "1972-12-12", "GB", false, "albion", &[
        Foundation("2013-02-06", 27),
        Suspended("2024-05-01", "complaint_under_review", "A complaint about the use of the certificate is under review.")]),
    person((Some("Thị Minh Châu"), "Nguyễn"), "1993-04-30", "VN", true, "albion", &[Foundation("2018-10-03", 30)]),
    person((Some("太郎"), "山田"), "1980-07-07", "JP", true, "sakura", &[
        Foundation("2014-06-21", 37), Practitioner("2015-01-24", [18, 17, 15, 16])]),
    person((Some("さくら"), "鈴木"), "1991-03-28", "JP", false, "sakura", &[Foundation("2016-06-18", 25)]),
    person((Some("민준"), "김"), "1983-09-14", "KR", true, "sakura", &[
        Attended("auditor-tokyo", "2017-08-25"),
        Audited("한강 인증원", "third_party", "2013-09-01", Some("2017-08-31")),
        Auditor("2017-11-18", 28), Named("sakura")]),
    person((Some("秀英"), "王"), "1995-01-20", "CN", true, "sakura", &[Foundation("2020-09-12", 34)]),
    person((None, "สมชาย"), "1987-12-05", "TH", false, "sakura", &[Foundation("2021-05-15", 26)]),
    person((Some("José"), "García Márquez"), "1975-03-06", "AR", true, "organismo-del-sur", &[
        Foundation("2013-08-07", 40), Practitioner("2014-04-02", [20, 18, 19, 17])]),
    person((Some("María Fernanda"), "Ñáñez"), "1994-09-21", "CO", false, "organismo-del-sur", &[
        Foundation("2017-03-15", 19), Foundation("2017-06-21", 26)]),
    person((Some("João"), "Guimarães"), "1986-06-24", "BR", false, "organismo-del-sur", &[
        Holds("itil_foundation", "ITIL-BR-20931", "2015-09-01"),
        Claims("itil_intermediate", "ITIL-BR-31002", "2017-02-10")]),
    person((Some("प्रिया"), "शर्मा"), "1989-11-14", "IN", true, "bharat-quality", &[
        Foundation("2015-07-22", 36), Practitioner("2016-02-17", [15, 16, 14, 12])]),
    person((None, "Arunachalam"), "1970-04-14", "IN", false, "bharat-quality", &[
        Foundation("2016-01-27", 32),
        Withdrawn("2022-01-10", "examination_fraud", "Another person sat the examination.")]),
    person((Some("கார்த்திக்"), "முருகன்"), "1998-08-15", "LK", true, "bharat-quality", &[Foundation("2022-11-09", 31)]),
    person((Some("فاطمة"), "الزهراء"), "1992-12-02", "AE", false, "bharat-quality", &[
        Foundation("2019-10-16", 29),
        Claims("bcs_iso_iec_20000_foundation", "BCS-20K-2044", "2018-01-18")]),
    person((Some("Mehmet"), "Dumanlı"), "1978-10-29", "TR", true, "polaris", &[
        Foundation("2014-02-19", 28), Practitioner("2015-05-27", [9, 8, 10, 7])]),
    person((Some("Елена"), "Хохлова"), "1985-03-08", "KZ", true, "polaris", &[Foundation("2018-04-25", 33)]),
    person((Some("Γιώργος"), "Παπαδόπουλος"), "1982-03-25", "GR", false, "polaris", &[
        Attended("auditor-course-1", "2023-06-09"),
        Audited("Αιγαίο Έλεγχος", "third_party", "2021-09-01", Some("2023-08-28"))]),
    person((Some("נועה"), "לוי"), "1997-05-14", "IL", false, "polaris", &[Foundation("2023-09-13", 39)]),
];
