//! Names as organisations have them in twenty languages, always the same ones.

/// A generator of numbers that are random enough, and the same in every run.
pub struct Numbers(u64);

impl Numbers {
    /// One that begins here.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound
    }

    /// One of these; the first ones are more frequent than the last ones.
    pub fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        let (one, other) = (self.below(all.len()), self.below(all.len()));
        all[one.min(other)]
    }
}

/// A language: the country, beginnings, what is done, legal forms, and whether words stand apart.
struct Language(&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str], bool);

const LANGUAGES: [Language; 20] = [
    Language(
        "GB",
        &["Nova", "Blue", "Oak", "North", "Prime", "Summit", "Harbour", "Granite"],
        &["Technologies", "Hosting", "Systems", "Data Services", "Networks", "Solutions"],
        &["Ltd", "plc", "Group"],
        true,
    ),
    Language(
        "DE",
        &["Müller", "Weiß", "Groß", "Nord", "Süd", "Köhler", "Schäfer", "Rhein"],
        &["Rechenzentrum", "Datentechnik", "Systemhaus", "Netzwerke", "Dienstleistungen"],
        &["GmbH", "AG", "GmbH & Co. KG"],
        true,
    ),
    Language(
        "FR",
        &["Étoile", "Lumière", "Soleil", "Forêt", "Océan", "Château", "Île"],
        &["Informatique", "Réseaux", "Hébergement", "Données", "Services"],
        &["SA", "SARL", "SAS"],
        true,
    ),
    Language(
        "ES",
        &["Señal", "Montaña", "Río", "España", "Andalucía", "Peña"],
        &["Tecnologías", "Sistemas", "Datos", "Redes", "Servicios"],
        &["S.A.", "S.L."],
        true,
    ),
    Language(
        "JP",
        &["日立", "東京", "大阪", "富士", "三菱", "山田", "北海", "京都"],
        &["情報システム", "データ", "製作所", "通信", "ソフトウェア"],
        &["株式会社", "合同会社"],
        false,
    ),
    Language(
        "CN",
        &["华夏", "北京", "上海", "东方", "长城", "深圳"],
        &["信息技术", "数据服务", "网络科技", "软件"],
        &["有限公司", "股份有限公司"],
        false,
    ),
    Language(
        "KR",
        &["한국", "서울", "대한", "현대", "미래"],
        &["정보기술", "데이터", "시스템", "통신"],
        &["주식회사", "유한회사"],
        false,
    ),
    Language(
        "PL",
        &["Łódź", "Żuraw", "Świt", "Kraków", "Gdańsk"],
        &["Usługi", "Systemy", "Dane", "Sieci"],
        &["Sp. z o.o.", "S.A."],
        true,
    ),
    Language(
        "CZ",
        &["Říčany", "Dvořák", "Šumava", "Čech"],
        &["Systémy", "Datové služby", "Sítě"],
        &["s.r.o.", "a.s."],
        true,
    ),
    Language(
        "TR",
        &["Yıldız", "Güneş", "İstanbul", "Çınar", "Öz"],
        &["Bilişim", "Teknoloji", "Veri", "Yazılım"],
        &["A.Ş.", "Ltd. Şti."],
        true,
    ),
    Language(
        "GR",
        &["Αθήνα", "Ελληνικά", "Ήλιος", "Πρότυπα"],
        &["Πληροφορική", "Δίκτυα", "Υπηρεσίες"],
        &["ΑΕ", "ΕΠΕ"],
        true,
    ),
    Language(
        "BG",
        &["Север", "Звезда", "Център", "София"],
        &["Технологии", "Данни", "Системи", "Мрежи"],
        &["ООД", "АД"],
        true,
    ),
    Language("SA", &["النجم", "الخليج", "الرياض", "المستقبل"], &["للاتصالات", "للتقنية", "للبيانات"], &["شركة"], true),
    Language("IL", &["כוכב", "הצפון", "ירושלים", "אופק"], &["תקשורת", "מערכות", "נתונים"], &["בע״מ"], true),
    Language("IN", &["भारत", "दिल्ली", "सूर्य", "गंगा"], &["प्रणाली", "सूचना", "सेवाएँ"], &["लिमिटेड"], true),
    Language("TH", &["กรุงเทพ", "สยาม", "ไทย"], &["เทคโนโลยี", "ข้อมูล", "บริการ"], &["จำกัด"], false),
    Language(
        "VN",
        &["Nguyễn", "Hà Nội", "Sài Gòn", "Việt"],
        &["Công nghệ", "Dữ liệu", "Phần mềm"],
        &["TNHH", "CP"],
        true,
    ),
    Language("SE", &["Björk", "Norrsken", "Sjö", "Åsa"], &["Datatjänster", "System", "Nätverk"], &["AB"], true),
    Language(
        "BR",
        &["São Paulo", "Açaí", "Ipê", "Coração"],
        &["Tecnologia", "Serviços", "Informática"],
        &["Ltda", "S.A."],
        true,
    ),
    Language(
        "NL",
        &["Heide", "Utrecht", "Noordzee", "Linde"],
        &["Automatisering", "Diensten", "Netwerken"],
        &["B.V.", "N.V."],
        true,
    ),
];

const SYLLABLES: [&str; 40] = [
    "ka", "to", "mi", "ra", "so", "ne", "lu", "vi", "da", "po", "ter", "lan", "mar", "ven", "sol", "dor", "fin", "gal",
    "hel", "jor", "be", "cu", "fo", "ga", "hi", "jo", "ku", "le", "ma", "no", "pra", "qui", "ri", "sta", "tra", "ul",
    "vor", "wen", "xa", "zel",
];

const SCOPES: [&str; 30] = [
    "hosting",
    "cloud",
    "infrastructure",
    "payment",
    "service desk",
    "networks",
    "data centre",
    "application",
    "support",
    "monitoring",
    "backup",
    "storage",
    "security",
    "operations",
    "development",
    "testing",
    "banking",
    "insurance",
    "healthcare",
    "logistics",
    "education",
    "government",
    "telecommunications",
    "energy",
    "retail",
    "printing",
    "mail",
    "archiving",
    "identity",
    "quantum",
];

const TOWNS: [&str; 12] =
    ["Utrecht", "München", "Lyon", "Sevilla", "東京", "北京", "서울", "Kraków", "Brno", "İzmir", "Αθήνα", "Göteborg"];

/// An organisation as it is on record.
pub struct Named {
    /// The name.
    pub name: String,
    /// The spelling in Latin letters.
    pub latin_name: Option<String>,
    /// The country.
    pub country: &'static str,
    /// The scope statement.
    pub scope: String,
    /// The town.
    pub town: &'static str,
}

/// A word that few names have.
pub fn coined(numbers: &mut Numbers) -> String {
    let word: String = (0..2 + numbers.below(2)).map(|_| SYLLABLES[numbers.below(SYLLABLES.len())]).collect();
    word[..1].to_uppercase() + &word[1..]
}

/// The organisation with this number.
pub fn named(number: usize) -> Named {
    let numbers = &mut Numbers::new(number as u64 + 1);
    let Language(country, beginnings, works, forms, apart) = &LANGUAGES[numbers.below(LANGUAGES.len())];
    let (beginning, work, form, own) =
        (numbers.one_of(beginnings), numbers.one_of(works), numbers.one_of(forms), coined(numbers));
    let (name, latin_name) = if *apart {
        (format!("{beginning} {own} {work} {form}"), None)
    } else {
        let own_part = numbers.one_of(beginnings);
        (
            format!("{form}{beginning}{own_part}{work}{}", number % 997),
            Some(format!("{own} {} Co., Ltd.", coined(numbers))),
        )
    };
    let spells = !name.chars().any(|letter| letter.is_ascii_alphabetic()) && latin_name.is_none();
    let scope = format!(
        "The service management system for {}, {} and {} to internal and external customers.",
        numbers.one_of(&SCOPES),
        numbers.one_of(&SCOPES),
        numbers.one_of(&SCOPES)
    );
    let latin_name = if spells { Some(format!("{own} {country}")) } else { latin_name };
    Named { name, latin_name, country, scope, town: numbers.one_of(&TOWNS) }
}
