# 日本語のページの文言。用語は ISO/IEC 17024 による:有効、一時停止中、取消済み、期限切れ。

## Days and instants

date-day = { $year }年{ $month }月{ $day }日
date-moment = { $day } { $time }(UTC)

## On every page

skip-to-content = 本文へ移動
navigation-main = メインナビゲーション
navigation-menu = メニュー
navigation-verify = 認証書の確認
navigation-api = API
navigation-language = 言語
footer-registry = ISO/IEC 20000 資格制度の認証登録簿
navigation-texts = 運営者について
operator-is = 運営: { $name }
operator-is-missing = この登録簿の運営者は、まだ名称を公表していません。
operator-write = 連絡先:
demonstration = デモンストレーション：記録はすべて架空のもので、ここにある認証書に効力はありません。
text-contact = お問い合わせ
text-contact-missing = この登録簿の運営者は、連絡方法を公表していません。
text-imprint = 運営者情報
text-imprint-missing = この登録簿の運営者は、運営者情報を公表していません。法的な責任者はここでは分かりません。
text-privacy = プライバシー
text-privacy-missing = この登録簿の運営者は、プライバシーに関する告知を公表していません。以下は、運営者にかかわらずプログラムについて言えることです。
text-terms = 利用条件
text-terms-missing = この登録簿の運営者は、利用条件を公表していません。
text-terms-known = ここでは誰でもアカウントなしに認証書を照会できます。表示される状態は、照会した時点のものです。
text-accessibility = アクセシビリティ
text-accessibility-missing = この登録簿の運営者は、アクセシビリティ方針を公表していません。
text-accessibility-known = このプログラムのページは、WCAG 2.2 レベル AA を満たすように作られています。キーボード、スクリーンリーダー、スクリプトなしの環境、明るい配色と暗い配色、幅 320 ピクセル以上で利用でき、すべてのページを各言語でプログラムが検査しています。PDF の認証書にはスクリーンリーダー用のタグ（PDF/UA-1）が付いています。
text-appeals = 異議申立てと苦情
text-appeals-missing = この登録簿の運営者は、異議申立てと苦情の取扱いを公表していません。
text-appeals-known = すべての決定は理由とともに記録されており、受験者はその開示を求めることができます。まず試験を実施した認証機関にご連絡ください。機関が試験を実施した場合、その名称は認証書に示されています。
text-other-language = この文章の日本語版はありません。

## How to take part: what is said where the operator gives no text

how-certified = 組織が認証を受けるには
how-certified-lead = 登録認証機関が組織のサービスの管理を審査して ISO/IEC 20000-1 に基づき認証し、登録簿がそれを公開します。
how-certified-scope = まず、認証の対象とするサービス、拠点、顧客を決め、適用範囲として文書にします。
how-certified-body = 次に、ここに掲載されている認証機関のいずれかを選びます。機関は必要なものを伝え、審査し、決定します。
how-certified-after = 公開された認証書は、適用範囲と認証した機関とともに、だれでもここで調べられます。その機関は認証の一時停止、再開、取消しもできます。
how-body = 認証機関が登録を受けるには
how-body-lead = IT サービス提供者を審査する認証機関は、登録認証機関(RCB)として掲載を受けることができます。
how-body-asked = 申請する機関は、名称、国、認定した機関とその番号を示します。登録簿の運営者に連絡してください。
how-body-listed = 登録担当者が、ある日から機関を掲載します。掲載は一時停止、再開、取消しとなることがあり、その履歴は公開されます。
how-body-does = 掲載されている間、機関は受験者、証拠、結果を登録し、組織の認証書を1件ずつ、またはファイルで提出します。
how-scheme = 組織の認証制度のしくみ
how-scheme-lead = 登録認証機関が IT サービス提供者を ISO/IEC 20000-1 に基づいて審査します。制度は、だれが、何について、どの機関から認証を受けたかを公開します。
how-scheme-decision = 審査した機関が決定し、その認証書に責任を負います。機関は、組織、拠点、版、日付、適用範囲を提出します。
how-scheme-register = 一時停止、取消し、期限切れとなった認証書も、履歴とともに記録に残ります。置き換えられた版には、それに基づいて認証できる最後の日があります。
how-logo = 制度のロゴの使用について
how-logo-lead = この登録簿の運営者は、ロゴの使用規則を公開していません。公開されるまでは、運営者の同意を得た場合に限り使用してください。
how-logo-who = 使用できるのは、認証を受けた、または掲載されている組織だけで、それが有効な間、認証書が対象とするものについてに限ります。
how-logo-what = ロゴはサービスの管理を表します。製品、試験報告書、個人の名前に添えると、審査で示されていないことを表すことになります。
how-logo-end = 一時停止または取消しとなった組織は、直ちに使用をやめます。決め手は登録簿であってロゴではありません。組織を調べてください。

## The home page

home-title = 認証登録簿
home-lead = この登録簿には、{ $scheme }の有資格者、試験を実施した機関、各認証書の現在の効力が記録されています。
home-qualifications = 資格
home-eligibility = 受験に必要な条件を満たしているかを確認できます。
home-scheme = 規格と制度
home-standard = ISO/IEC 20000 とは何か、その構成と現行版。
home-benefits = 個人と組織が得られるもの。
home-api = API の説明と試用
home-openapi = OpenAPI 文書
home-problems = 各エラーの意味と対処方法

## Asking about a certificate

verify-title = 認証書の確認
verify-lead = 認証書に記載されている番号と、認証書を提示した人の姓を入力してください。本日有効かどうか、本人のものかどうかがすぐに分かります。
verify-description = 認証書の番号を入力するかファイルを選択すると、その認証書が有効かどうかを確認できます。
number-label = 認証書番号
number-hint = 認証書に記載されている12文字の英数字です。大文字と小文字、ハイフン、空白の違いは問いません。
number-button = 認証書を確認する
number-name-label = 所持者の姓（照合する場合）
number-again = 別の番号を確認する
file-title = ファイルの確認
file-lead = 認証書をファイルで受け取った場合は、ファイルそのものを確認してください。改変の有無も分かります。
file-label = ファイルを選択するか、ここにドロップしてください
file-hint = PDF、JSON、JWS 形式、5 MB まで。ファイルは読み取るだけで、保存しません。
file-button = ファイルを確認する

## A number that cannot be one

mistyped-empty = 先に番号を入力してください。番号は認証書に記載されています。
mistyped-length = 入力された文字数は{ $found }文字です。認証書番号はハイフンを除いて12文字です。
mistyped-character = 「{ $character }」は認証書番号に使われない文字です。番号は数字と、U を除く A から Z までの英字で構成されます。
mistyped-check = 1文字が誤っているか、2文字が入れ替わっています。誤りを見つけるための最後の文字が、ほかの文字と合いません。
mistyped-advice = 認証書と1文字ずつ照らし合わせてください。英字の O は数字の 0、I と L は数字の 1 として扱われます。

## The status of a certificate

number-title = 認証書 { $number }
number-kind = 認証書
number-preview = 認証書 { $number } の状態を確認する
number-description = この認証書の現在の効力を、登録簿のこのページで確認できます。
status-valid = 有効
status-suspended = 一時停止中
status-withdrawn = 取消済み
status-expired = 期限切れ
status-unknown = 登録なし
status-mistyped = 入力誤り
status-was-valid = { $day }の時点では有効
status-was-suspended = { $day }の時点では一時停止中
status-was-withdrawn = { $day }の時点ではすでに取消済み
status-was-expired = { $day }の時点ではすでに期限切れ
status-was-unknown = { $day }の時点では登録なし
status-label = 状態
status-as-of = { $day }の状態
status-checked = 照会日時:{ $moment }
status-past = 過去の日付の状態を表示しています。現在の状態とは異なる場合があります。
status-today = 現在の状態を表示する
valid-means = この認証書は登録簿により授与されたもので、効力があります。
valid-next = 下の資格と日付を、提示されたものと照らし合わせ、氏名が正しいことを確認してください。
valid-next-named = 下記の資格と日付を、提示された内容と照合してください。
suspended-means = この認証書は登録簿により授与されましたが、現在は効力が停止されています。復帰するまで、所持者は使用できません。
suspended-next = 本日は信頼しないでください。所持者に問い合わせ、判断の前にこのページをもう一度確認してください。
withdrawn-means = この認証書は登録簿により授与されましたが、最終的に取り消されました。今後、誰も使用できません。
withdrawn-next = 書面やファイルの見た目にかかわらず、受け入れないでください。別の認証書があるかもしれませんので、その番号をお尋ねください。
result-annulled = この認証書のもとになった試験結果は無効とされました。もともとあるべきではなかった結果です。
expired-means = この認証書は登録簿により授与されましたが、有効期限を過ぎています。
expired-next = 本日は信頼しないでください。その後に再び認証を受けている場合は新しい番号がありますので、お尋ねください。
unknown-means = 番号の形式は正しいのですが、この番号の認証書が登録簿により授与されたことはありません。
unknown-next = 番号をもう一度認証書と照らし合わせてください。確かにこの番号が記載されている場合は、受け入れないでください。この登録簿の認証書ではありません。
unknown-means-then = その日の時点では、この番号の認証書は存在しませんでした。
unknown-next-then = その後に授与された可能性があります。現在の状態を確認してください。
mistyped-means = この番号の認証書は存在し得ません。認証書そのものの真偽を示すものではありません。

## 組織の認証書

fact-confirmed = 機関による最終確認日
fact-organisation = 組織
organisation-verify-title = 組織の認証書を確認する
organisation-verify-lead = 組織の認証書には、認証機関が付けた番号があります。書面に記載されているとおりに入力してください。
organisation-verify-person = 個人の認証書を確認する
organisation-number-label = 書面の番号
organisation-number-hint = 大文字と小文字、空白、ハイフンの違いは問いません。
organisation-body-label = 書面に記載された認証機関
organisation-body-hint = 同じ番号を複数の機関が使っている場合にだけ必要です。
organisation-choose-title = この番号は複数の機関が使っています
organisation-choose-lead = 書面に記載された機関を選んでください。
organisation-not-either = この番号の組織の認証書もありません。
organisation-mistyped-means = 組織の認証書がこの番号を持つことはありません。
organisation-certificate-verify = この認証書を確認する
register-mistyped-means = このアドレスの番号は登録簿の番号ではありません。文字の誤り、不足、または入れ替わりがあります。
organisation-valid-means = この組織の認証書は有効です。
organisation-valid-next = 下の組織、適用範囲、事業所、日付を、提示されたものと照らし合わせてください。
organisation-suspended-means = この認証書は現在効力が停止されています。回復されるまで、組織はこれを引用できません。
organisation-suspended-next = 本日は信頼しないでください。認証機関に問い合わせ、判断する前にもう一度ここで確認してください。
organisation-withdrawn-means = この認証書は取り消されました。今後は誰も引用できません。
organisation-withdrawn-next = 書面がどれほど立派に見えても、受け入れないでください。別の認証書があるかどうかは、組織のページに示されています。
organisation-expired-means = この認証書の最終日は過ぎています。
organisation-expired-next = 本日は信頼しないでください。その後に再び認証を受けたかどうかは、組織のページに示されています。
organisation-unknown-means = この番号の認証書はここで公開されていません。
organisation-unknown-next = 番号と機関を書面ともう一度照らし合わせてください。確かにそう記載されている場合は信頼せず、記載された機関に問い合わせてください。
organisation-link-title = 短いリンク
organisation-link-lead = リンクを開くか、コードをカメラで読み取ると、その時点での状態が分かります。認証書に並べて印刷できます。
organisation-link-download = コードの図（SVG）
organisation-link-code = この認証書の短いリンクの QR コード
organisation-mark-title = ウェブサイト用のマーク
organisation-mark-lead = マークは常に本日の状態を示します。認証書が停止、取消し、または期限切れになれば、そのように表示されます。
organisation-mark-how = 次の記述を変更せずにページに入れてください。リンクはこのページに通じます。画像を複製すると、複製した日の状態しか示しません。
organisation-mark-alt = 本日のマーク
mark-unknown-now = 現在、登録簿は状態を確認できません

## What is known of a certificate

facts-title = 認証書の内容
fact-qualification = 資格
fact-edition = 版
fact-examined-by = 試験実施機関
fact-awarded = 授与日
fact-expires = 有効期限
fact-expires-never = 期限なし
fact-renewable = 更新できる期間
fact-renewable-days = { $from }から{ $until }まで
fact-renews-certificate = 更新元
fact-renewed-by-certificate = 更新先
fact-suspended-until = 停止期限
fact-holder = 所持者
fact-holder-hidden = 非公開です。氏名をご存じの場合は、このページで照合できます。
history-title = 経過
turn-awarded = 授与
turn-suspended = 一時停止
turn-suspended-until = 一時停止({ $day }まで)
turn-reinstated = 効力の回復
turn-withdrawn = 取消し
turn-expired = 期限切れ

## Checking the name, and an earlier day

name-title = 氏名の確認
name-lead = 認証書は、授与された本人についてのみ意味を持ちます。ここで氏名を照合できます。入力された氏名が読み取れる形で保存されることはありません。
name-label = 所持者の姓
name-hint = 大文字と小文字、アクセント記号の違いは問いません。旅券のつづり（Müller を Mueller）でも照合できます。
name-button = 氏名を照合する
name-matches = 氏名は一致します。この認証書は { $name } さんに授与されました。
name-earlier = これは所持者の以前の姓です。
name-earlier-means = 登録されている氏名はその後変更されました。変更前に発行された書面には以前の氏名が記載されています。この認証書は同じ本人のものです。
name-differs = 氏名は一致しません。
name-differs-valid = 有効ですが、「{ $name }」さんのものではありません
name-differs-other = { $status }（「{ $name }」さんのものではありません）
name-differs-means = この番号の認証書は有効ですが、所持者として登録されている姓は別のものです。
name-differs-next = 綴りを確認し、姓だけを入力してください。それでも一致しない場合、この認証書は別の人に授与されたものです。
name-missing = 先に姓を入力してください。
name-unreadable = 氏名として読み取れません。長すぎるか、氏名に使われない文字が含まれています。
name-waits = この認証書に対して、誤った氏名が（ご自身または他の方により）何度も入力されました。氏名の照合は{ $moment }に再開します。このページに表示されている認証書の内容は、その間も有効です。保有者の氏名は、保有者がお持ちのファイルに記載されています。
day-title = 過去の日付の状態
day-lead = 例えば、監査や契約の当日の状態を確認できます。
day-label = 日付
day-button = 状態を表示する
day-wrong = その日付は存在しません。2024-05-17 のように、年、月、日の順に入力してください。
day-future = まだ来ていない日付です。その日の状態は、まだ誰にも分かりません。
print-address = このページ:{ $address }

## The holder's page

holder-title = あなたの認証書
holder-keep-secret = お開きになったリンクは他人に教えないでください。リンクを知る人は誰でも、認証書をダウンロードし、氏名の公開を決めることができます。認証書を他の人に見せるときは、下のアドレスを渡してください。
holder-suspended-next = 復帰するまで使用しないでください。必要な手続きは、試験を行った認証機関にお問い合わせください。
holder-withdrawn-next = お心当たりがない場合は、試験を行った認証機関にお問い合わせください。
holder-expired-next = 取得した事実は引き続き示せますが、本日有効であるとは示せません。再認証の方法は、認証機関にお問い合わせください。
holder-gone = このリンクは使えません
holder-gone-next = このリンクは存在しないか、すでに無効です。認証書を発行した機関に新しいリンクを依頼してください。
holder-closed = このページは閉じられています
holder-closed-next = 他の方に見られないよう、30分間操作がないとページは閉じられます。お受け取りになったリンクをもう一度開いてください。
files-title = ダウンロード
files-lead = PDFは印刷や送付に使えます。この登録簿につながるコードが付いており、署名された認証書が添付されています。
files-pdf = 認証書(PDF)
files-pdf-english = PDFは英語です。登録簿に日本語のフォントがありません。
files-pdf-others = 他の言語:
files-programs = プログラムやデジタル証明書の管理ツール向け:
files-jwt = 署名された認証書(JWT)
files-json = 署名された認証書(JSON)
files-none = 効力の停止中と取消し後は、ダウンロードできるものはありません。
files-unsigned = 現在、署名を行うことができません
files-unsigned-next = 登録簿に、誰もが利用できるアドレスが設定されていません。試験を実施した機関にお知らせください。登録簿にあるお客様の認証書の内容に影響はありません。
share-title = 共有
share-lead = このアドレスを開くと、その日の認証書の状態が表示されます。
share-label = 共有用アドレス
share-open = 他の人に見える内容を確認する
listing-title = 公開ページでの氏名の表示
listing-lead = 表示するかどうかはご自身で決められ、いつでも変更できます。この決定は、この登録簿にあるあなたのすべての認証書に適用されます。非公開でも不利にはなりません。あなたの姓を知る人は、いつでも照合できます。
listing-is-shown = 認証書を調べる人全員に、氏名が表示されます。
listing-is-hidden = 氏名は非公開です。姓を正しく入力した人にだけ表示されます。
listing-show = 氏名を全員に表示する
listing-hide = 氏名を非公開にする
listing-saved = 決定を保存しました。

## The standard

standard-title = 規格について
standard-lead = ISO/IEC 20000 は、組織が IT サービスを優れた水準で管理していることを示し、最良の実務に従っていることを証明するための国際規格です。
standard-what = どのような規格か
standard-what-system = 国際規格のうち、IT サービスマネジメントだけを対象とするものです。マネジメントの諸プロセスは互いに結び付き、全体でサービスマネジメントシステムを形づくります。これによってサービスが事業とその顧客に効果的に届きます。
standard-what-improvement = この規格に適合して IT サービスを提供する者はこうしたシステムを運用し、システムはサービスを継続的に改善することを求めます。
standard-what-adoption = 組織内の提供者にも、外部にサービスを提供する者にも、世界で急速に広まりました。競争のなかで提供者を際立たせます。
standard-itil = 規格と ITIL
standard-itil-means = この規格は、最良の実務の枠組みである ITIL と整合し、ITIL が定めるプロセスの考え方を補います。
standard-parts = 規格の構成
standard-part-one = 第1部:{ $edition }、要求事項
standard-part-one-means = サービスマネジメントシステムに対する正式な要求事項で、六つの領域から成ります。
standard-area-general = サービスマネジメントシステムの一般要求事項
standard-area-design = 新規サービスまたはサービス変更の設計と移行
standard-area-delivery = サービス提供プロセス
standard-area-relationship = 関係プロセス
standard-area-resolution = 解決プロセス
standard-area-control = 統合的制御プロセス
standard-part-two = 第2部:{ $edition }、手引
standard-part-two-means = サービスマネジメントシステムの適用の手引で、第1部の適用範囲にあるプロセスの最良の実務を含みます。
standard-part-three = 第3部:{ $edition }、適用範囲と適用可能性
standard-part-three-means = 適用範囲の定め方と、第1部を適用できる場合についての手引です。初めは技術報告書(TR)でした。
standard-parts-further = その他の部
standard-parts-further-means = 個別の側面や用途についての手引と情報を加えます。
standard-editions = 規格の版
standard-first = 初版
standard-second = 第2版
standard-second-means = この試験が作られた当時の版です。
standard-examined = 試験の基準
standard-examined-means = { $day }以降の試験はすべてこれに基づきます。
standard-current = 現行版
standard-current-means = 第1部。領域の構成は、ほかのマネジメントシステム規格と同じ形に改められました。
standard-current-others = ほかの部の現行版:{ $editions }
standard-certified-until = 組織の認証は{ $day }まで
standard-valid-until = 組織の認証は{ $day }まで、認証書の有効期間は{ $last }まで
standard-organisations = 組織が認証を受ける版

## Benefits

benefits-title = 得られるもの
benefits-lead = 試験を受ける人と、規格に従う組織が得るもの。
benefits-individuals = 個人にとって
benefits-learning = { $first } と { $second } で学ぶこと
benefits-relation = 規格と IT サービスマネジメントの最良の実務との関係を理解し、組織に合った方法を選んで適用する
benefits-scoping = 適用可能性、適格性、適用範囲の問題を見分けて説明する。これにより、認証への準備状況の評価を助け、監査を支え、継続的改善について助言できる
benefits-gap = 改善と導入の計画を伴うギャップ分析を行う
benefits-parts = 要求事項と実践の手引について、規格の各部の役割に沿って、範囲、目的、用途を説明する
benefits-processes = プロセスを計画し導入する必要性を理解し、サービスとプロセスの主な指標を報告し、レビュー、評価、監査を定期的に行い、サービスの継続的改善を計画する
benefits-auditing = { $title } により、この規格の監査員として認証されます。
benefits-organisations = 組織にとって
benefits-culture = 根付く文化
benefits-culture-means = 学習と継続的改善が習慣となり、達成して保つべき目標が生まれます。すなわち、より質の高い IT サービスと、提供者に対する事業と顧客の信頼の向上です。
benefits-integrated = 調和したプロセス
benefits-integrated-means = 事業プロセス、顧客、利用者にふさわしく、有効に働く、統合されたプロセスと解決策に目を向けます。
benefits-cost = 費用とリスクの低減
benefits-cost-means = 変更が速くなり、要員の生産性が上がり、技能と専門知識がよりよく生かされます。長い目で見て費用が減り、事業目標を逃すおそれも小さくなります。
benefits-structure = 体系的な進め方
benefits-structure-means = 最良の実務の手引は、事業とその必要、役割、プロセスをよりよく理解する助けとなり、評判、関係、協力、事業や顧客との意思疎通が向上します。
benefits-self = 自己評価
benefits-self-means = 組織は自らのプロセスと活動を国際規格に照らして評価し、改善点を見つけて実行できます。
benefits-independent = 独立した認知
benefits-independent-means = 世界で認められ尊重される制度と規格のもとで、独立した外部の監査員が適合を確認します。

## What is told of each qualification

level-purpose = 目的
level-audience = 対象者
level-opens = 次の段階
level-opens-means = { $title } の受験条件を満たします。
level-course = コース
level-course-mandatory = { $title } の認定コースの受講は必須です。受講せずに受験することはできません。
level-based-on = 基準
level-days = 試験日
level-days-from = { $day }以降
level-days-until = { $day }まで
level-days-between = { $from }から{ $until }まで
level-format-latest = 現在の形式
level-format-earlier = 以前の形式
level-current = 現行の規格
level-current-means = 規格は改訂が続き、現行版は { $edition } です。試験は上に示した版に基づき、認証書にもその版が記載されます。

## Documents and notices

documents-title = 文書
documents-lead = 制度の運営主体が公開する文書と、実務における規格についての他組織の文書。
documents-none = 公開された文書はまだありません。
document-white-paper = 白書
document-case-study = 事例研究
document-guide = 手引
document-rules = 規則
document-of = { $owner }
document-file = PDF、{ $kilobytes } kB
news-title = お知らせ
news-lead = 規格と制度について、制度の運営主体からのお知らせ。
news-none = お知らせはまだありません。
news-more = 詳しく見る
news-feed = フィード(Atom)

## The leaflets

leaflet-format = { $style }:{ $questions }、合格点:{ $pass }、{ $duration }、持ち込み:{ $aids }
leaflet-of-scheme = 制度の概要(リーフレット、PDF)
leaflet-of-level = { $title } の概要(リーフレット、PDF)
leaflet-address = このリーフレットの内容は、随時更新される登録簿に基づきます:{ $address }
leaflet-code = アドレス { $address } の QR コード

## A qualification

qualification-description = { $title }:資格が示すもの、試験の方法、受験できる人。
qualification-examination = 試験
qualification-format = 形式
qualification-paper = 問題
qualification-questions = { $questions }問、各{ $marks }点
qualification-pass = 合格点
qualification-pass-of = { $available }点中{ $pass }点({ $percent }%)
qualification-duration = 試験時間
qualification-minutes = { $minutes }分
qualification-book = 持ち込み
qualification-book-closed = 不可
qualification-book-open = 持ち込み可:{ $permitted }
qualification-declared = その問題の構成と採点方法は登録簿にありません。結果は申告されたとおりに記録されています。
qualification-validity = 認証書の有効期間
qualification-valid-for = 試験日から{ $years }年間です。
qualification-valid-always = 期限はありません。一時停止または取消しとなる場合がありますので、番号で確認してください。
renewal-title = 更新
renewal-days =
    認証書は、最終日の{ $before }か月前から、{ $after ->
        [0] 最終日まで
       *[other] 期限切れ後{ $after }か月まで
    }更新できます。次のいずれかで足ります:
renewal-examination = { $title }の試験に合格すること
renewal-points = 授与以降に、確認済みの継続教育ポイントを{ $points }ポイント取得すること
renewal-years = 次の認証書の期間は、前の認証書の終わりから数えます。早く更新しても日数は失われず、遅く更新しても増えません。
qualification-who = 受験できる人
requirement-anyone = どなたでも受験できます。
requirement-all = 次のすべてを満たす人:
requirement-any = 次のいずれかを満たす人:
requirement-certification = { $title } を保有していること
requirement-lapsed-counts = 有効期限を過ぎたものでもよい
requirement-course = { $title } の認定コースを受講していること
requirement-experience = IT 環境における監査の実務経験が{ $years }年以上あること
requirement-counted-to-course = { $roles }。コースの修了日までを数えます
requirement-role-both = 第三者監査員または組織の内部監査員として
requirement-role-third-party = 第三者監査員として
requirement-role-internal = 組織の内部監査員として

## What the scheme file says in English, said in this language; used where the file in use says exactly this

scheme-title = ISO/IEC 20000 資格制度
scheme-foundation = ISO/IEC 20000 の内容と要求事項、および一般的な IT サービス提供者における運用について基礎的な知識をもつ。
scheme-practitioner = ISO/IEC 20000 の内容を理解し、認証を受けた組織や認証を検討している組織でそれを適用できる。
scheme-auditor = IT サービスマネジメントの原則と ISO/IEC 20000-1 の要求事項を理解している。
scheme-foundation-purpose = 合格者は、ISO/IEC 20000 の内容と要求事項についての確かな基礎知識と、一般的な IT サービス提供者における運用の理解を示しています。
scheme-foundation-audience = 入門レベルで、ISO/IEC 20000 を学び始めるすべての人が対象です。
scheme-practitioner-purpose = 合格者は、ISO/IEC 20000 の内容を理解し、認証を受けた、または認証を検討している組織でそれを適用できることを示しています。
scheme-practitioner-audience = そのような組織で規格に携わる人が対象です。
scheme-auditor-purpose = 合格者は、IT サービスマネジメントの原則と ISO/IEC 20000-1:2011 の要求事項を理解していることを示しています。
scheme-auditor-audience = すでに IT 環境で監査を行っている、経験のある監査員が対象です。
scheme-auditor-course = 経験のある監査員のための移行コースです。マネジメントシステム監査の一般的な技法の原則は扱いません。そのため、受講者には経験が求められます。
scheme-multiple-choice = 多肢選択式
scheme-complex-multiple-choice = 複合多肢選択式
scheme-book-part-one = 第1部1冊
scheme-edition-2011 = ISO/IEC 20000-1:2011 および ISO/IEC 20000-2:2012
scheme-format-2011 = 2011年形式
scheme-format-previous = 以前の形式

## What is found about a file

file-missing = 先にファイルを選択してください。
file-genuine = このファイルは登録簿が発行したもので、改変されていません。
file-signed = 登録簿が署名した内容
file-issued = 署名日時
file-certificate = 認証書を照会する
file-replaced = 差し替え済み
file-replaced-means = このファイルは登録簿が発行したもので、改変されていませんが、その後に登録内容（所持者の氏名、制度や発行者の名称などの文言、鍵）が変わったため、もう有効ではありません。
file-replaced-next = 所持者または機関に最新のファイルを求めるか、番号で認証書を照会してください。
file-around = 改変あり
file-around-means = この PDF に含まれる証明データは登録簿のものですが、PDF 自体は登録簿が作成したものではありません。表示内容は信頼できません。
file-around-next = 下に示す内容だけを信頼し、所持者に元のファイルを求めてください。
file-altered = 改変あり
file-altered-means = このファイルは登録簿のものと称していますが、登録簿が署名した内容と一致しないか、何かが書き加えられています。
file-altered-next = 受け入れないでください。代わりに、番号で認証書を確認してください。
file-revoked = 証明不可
file-revoked-means = このファイルは、登録簿がすでに失効させた鍵で署名されています。この署名は何も証明しません。
file-revoked-next = 所持者に新しいファイルを求めるか、番号で認証書を確認してください。
file-record = 記録なし
file-record-means = このファイルには登録簿の署名がありますが、登録簿に記録がありません。
file-record-next = 信頼せず、登録簿までお知らせください。
file-other = 他者の発行
file-other-means = このファイルは別の発行者によるものです。この登録簿では効力を判断できません。
file-other-next = 発行者にお問い合わせください。この登録簿の認証書は番号で確認できます。
file-none = 証明データなし
file-none-means = このファイルには登録簿の証明データがありません。写真、スキャン、印刷し直したファイルには含まれていません。
file-none-next = 認証書に記載された番号で確認するか、所持者に元のファイルを求めてください。
file-also-replaced = さらに、このファイルに含まれる証明データはもう有効ではありません。下に示す内容は、現在の登録内容と異なります。
file-certificate-is = 認証書そのものの状態：{ $status }。{ $means }
file-wrapped = このファイルに含まれる署名済みの認証書だけを確認しました。それを包む部分の内容は確認していません。
file-unread = 読み取り不可
file-encrypted-means = この PDF は暗号化で保護されているため、登録簿の証明データが含まれているかどうか判断できません。
file-encrypted-next = パスワードなしで保存し直してから確認するか、認証書に記載された番号で確認してください。
file-damaged-means = このファイルは破損しているか途中で切れているため、登録簿の証明データが含まれているかどうか判断できません。
file-complicated-means = このファイルはどの認証書よりも大きいか複雑なため、中を調べていません。登録簿の証明データが含まれているかどうか判断できません。
file-broken-means = この署名済みの認証書には、メールソフトが長い行に入れるような改行や空白が含まれています。
file-broken-next = 添付ファイルそのものを保存して確認するか、番号で認証書を確認してください。
file-several-means = このファイルには複数の認証書が含まれており、一つの回答ではそのうちの一つしか示せません。
file-several-next = それぞれを別のファイルに保存して確認するか、番号で認証書を確認してください。

## When a page cannot be shown

error-not-found = このページは存在しません
error-not-found-next = アドレスを確認するか、認証書の番号から確認を始めてください。
error-method = このアドレスはそのような使い方ができません
error-method-next = 入力フォームからやり直してください。
error-request = リクエストを読み取れません
error-request-next = 前のページに戻り、入力フォームからやり直してください。
error-too-large = サイズが大きすぎます
error-too-large-next = 認証書のファイルは小さなものです。スキャン画像や圧縮ファイルではなく、受け取ったファイルそのものを選択してください。
error-too-slow = 受信に時間がかかりすぎました
error-too-slow-next = 接続を確認して、もう一度お試しください。
error-too-many = 短時間に確認が多すぎます
error-too-many-next = { $seconds }秒お待ちになってから、もう一度お試しください。
error-too-many-why = 番号や氏名の推測を防ぐため、確認の回数を制限しています。
error-unavailable = 現在、お答えできません
error-unavailable-next = 登録簿が一時的に記録を参照できません。認証書が有効であることも、有効でないことも意味しません。1分ほど待ってから、もう一度お試しください。
error-internal = 当方で問題が発生しました
error-internal-next = 認証書の真偽を示すものではありません。もう一度お試しください。再び起こる場合は、参照番号をお知らせください。
error-again = もう一度試す
error-reference = 参照番号:{ $id }

## Statistics

statistics-title = 統計
statistics-lead = この登録簿が数えているもの：認証書、認証機関、認証を受けた組織。
statistics-as-of = { $day }現在。数分ごとに数え直しています。
statistics-awarded = 年ごとに授与された認証書
statistics-awarded-note = 認証書は、その後の状態にかかわらず、試験の年に数えます。
statistics-awarded-scale = すべてのグラフは同じ目盛りです。
statistics-total = 合計：
statistics-awarded-table = 授与された認証書（年・資格別）
statistics-year = 年
statistics-organisations = 国別の認証組織
statistics-organisations-note = 本日有効な認証書を持つ組織です。複数の国に拠点がある組織は、それぞれの国で数えます。
statistics-organisations-counted = 組織数
statistics-bodies = 国別の認証機関
statistics-bodies-note = 本日登録されている認証機関を、所在国別に数えています。
statistics-bodies-counted = 機関数
statistics-nothing = まだありません。
statistics-by-country = 国別（多い順）
statistics-country = 国

### The public directory

## The navigation

menu-verify = 確認
menu-organisations = 組織
menu-bodies = 認証機関
menu-training = 研修
menu-qualifications = 資格
menu-eligibility = 受験資格
menu-statistics = 統計
menu-about = このサイトについて

## Searching

search-title = 登録簿の検索
search-lead = 認証機関、認証取得組織、研修機関、コースをまとめて検索します。
search-label = 認証書番号・組織・認証機関・コースを検索
search-hint = 名称の一部で検索できます。大文字・小文字やアクセント記号は区別しません。
search-button = 検索
search-kind = 種類
kind-training = 研修機関

## The ways in

way-verify = 提示された認証書の番号またはファイルから、現在の効力をすぐに確認できます。
way-look-up-title = 登録簿を調べる
way-look-up = 認証を受けた組織とその対象、試験を実施する機関、認定されたコースを調べられます。
way-bodies-title = 認証機関と雇用者の方へ
way-bodies = 認証機関は結果を1件ずつまたはファイルで登録でき、雇用者は自社のシステムから1,000件の認証書を一度に確認できます。
way-training-title = コースを探す
home-trust = 信頼できる理由
home-trust-rules = 誰にも同じ規則
home-trust-rules-means = 制度が認めないものは授与されず、受理しない場合は必ず理由が示されます。
home-trust-history = 記録は消えません
home-trust-history-means = 授与、一時停止、取消しは、すべて日付とともに記録に残ります。
home-trust-private = 氏名の公開は本人が決めます
home-trust-private-means = 所持者の氏名は同意がある場合だけ表示されます。閲覧にアカウントは不要で、Cookie も使いません。

## Forms that find something

finder-name = 名称
finder-words = 名称または認証範囲の語句
finder-forgives = 名称の一部で検索できます。大文字・小文字やアクセント記号は区別しません。
finder-country = 国
finder-region = 地域
finder-edition = 規格
finder-body = 認証機関
finder-day = この日の状態
finder-day-of-course = この日に認定されているもの
finder-language = 言語
finder-delivery = 形式
finder-any = すべて
finder-button = 検索
finder-asked = 検索条件
finder-without = この条件を外す
finder-unknown = この値は選べません。一覧から選んでください。
finder-unreadable = 検索できません。長すぎるか、名称に使われない文字が含まれています。
found-title = 検索結果
found-count = 検索結果: { $number }
found-by-name = 名称順に表示しています。名称のどの部分でも検索できます。
found-ranked = 一致度の高い順(完全一致、前方一致、部分一致)に表示しています。
found-more-than = { $number }件超
found-courses = 指定日(指定がなければ本日)に認定されているコースを、名称順に表示しています。
found-next = 続きを表示
found-data = 同じ一覧のデータ
found-nothing = 見つかりませんでした。
found-nothing-spelling = 語句を減らすか、名称の一部だけで試してください。
found-nothing-filters = 上の条件を一つ外してみてください。
found-everything = すべて表示してやり直す

## Status and history

standing-listed = 登録中
standing-accredited = 認定中
standing-ended = 認定終了
standing-not-yet = 発効前
event-listed = 登録
event-listed-again = 登録の回復
event-suspended = 登録の一時停止
event-suspended-until = 登録の一時停止({ $day }まで)
event-withdrawn = 登録の取消し
event-issued = 発行
event-transferred = { $body }へ移管(番号 { $number })
period-open = { $from }から
period-until = { $from }から{ $until }まで
accreditation-state = { $days }。{ $state }
accreditation-suspended = { $since }から一時停止
accreditation-suspended-until = { $since }から{ $until }まで一時停止
accreditation-withdrawn = { $since }に取消し
event-accredited = 認定
event-accredited-again = 認定の回復
event-accreditation-suspended = 認定の一時停止
event-accreditation-suspended-until = 認定の一時停止({ $day }まで)
event-accreditation-withdrawn = 認定の取消し
event-accreditation-ended = 認定終了
event-accreditation-extended = 認定期間の延長({ $day }まで)
event-accreditation-corrected = 認定期間の訂正({ $days })
training-history = 認定の履歴
training-sessions = 開催日程
session-enrol = 申し込む
finder-session-from = 開催日(開始)
finder-session-until = 開催日(終了)
finder-place = 開催地
found-sessions = 認定された研修コースの開催日程を日付順に示します。

## Bodies

bodies-title = 認証機関
bodies-lead = 制度に登録された機関です。試験を実施し、組織を認証します。
body-description = { $name }({ $country }):認証機関としての登録と、認証した組織。
body-facts = 機関について
body-history = 登録の経過
body-suspended-means = 登録の一時停止中、この機関は結果を登録できず、新たな認証も行えません。それ以前に授与された認証書はこれによって変わりません。それぞれの番号で確認してください。
body-withdrawn-means = この機関は登録されていません。結果の登録も認証も行えません。以前に個人に授与された認証書は、登録簿が授与したものであるため変わりません。認証を受けた組織は別の機関に移ります。それぞれの認証書を番号で確認してください。
body-editions = 承認されている版
body-editions-none = なし
body-left-transferable = この機関が発行した組織の認証書は、{ $day }まで別の機関に移管できます。認証書を持つ組織は別の機関に移管を依頼してください。それまでに引き継がれなかったものは無効になります。
body-left-lapsed = この機関が発行した組織の認証書は、{ $day }まで別の機関に移管できました。それまでに引き継がれなかったものは無効です。組織は別の機関から新たに認証を受けます。
body-auditors = 承認審査員
transfer-title = { $body }の認証書の移管
transfer-description = { $body }が発行した組織の認証書がどうなるか、いつまでに、どの機関へ移管できるか。
transfer-lead = この機関は{ $day }から登録されていません。以下の認証書は、{ $last }まで別の機関が引き継げます。それまでに引き継がれなかったものは無効になります。
transfer-over = この機関は{ $day }から登録されていません。認証書は{ $last }まで移管できました。引き継がれなかったものは無効で、組織は新たに認証を受けます。
transfer-how = すること
transfer-choose = お持ちの認証書の版について承認された、登録中の機関を選んでください。以下に示します。
transfer-give = 認証書、直近の審査報告書とその後の処置、受けた苦情をその機関に渡してください。
transfer-review = その機関は移管できるかどうかを審査します（IAF MD 2）。停止中のものは、先に停止を解除します。その間も認証書は有効ですが、最長で上記の日までです。
transfer-record = 制度の運営者が移管を記録します。認証書には新しい機関の番号が付き、最終日は変わりません。
transfer-certificates = 別の機関を待つ認証書
transfer-none = ここに示すもので、待っているものはもうありません。
transfer-approved = 承認された機関
transfer-approved-none = この版について承認された登録中の機関はありません。
transfer-link = 認証を受けた組織ができること
body-certified = 認証した組織
body-certified-none = 公開されているものはまだありません。
body-certified-search = この中を検索する
fact-website = ウェブサイト
fact-contact = 連絡先
fact-accreditation = 認定機関
fact-accreditation-none = 記録なし
fact-accredited = 認定期間

## Organisations

organisations-title = 認証取得組織
organisations-lead = ISO/IEC 20000-1 の認証を取得した組織と、その範囲、認証機関です。一時停止・取消しとなったものも表示します。
organisation-description = { $name }({ $country }):ISO/IEC 20000-1 の認証、その範囲、発行機関。
organisation-certificates = 認証書
event-issuer-withdrawn = { $body }の登録は取り消されました。{ $day }まで移管できます
event-lapsed = 失効：期限までに別の機関に引き継がれませんでした
issuer-withdrawn = 発行機関は{ $day }に登録を取り消されました。{ $last }まで別の機関に移管できます。
issuer-withdrawn-lapsed = 発行機関は{ $day }に登録を取り消されました。別の機関への移管は{ $last }まで可能でした。
issuer-withdrawn-only = 発行機関は{ $day }に登録を取り消されました。
fact-standard = 規格
fact-body = 発行機関
fact-sites = 事業所
fact-trading-names = その他の商号
fact-address = 所在地
fact-legal-entities = その他の対象法人
fact-sectors = 産業分野
fact-certificate-accreditation = 認定機関
fact-first-issued = 初回認証日
organisation-confidential = この認証書は非公開です。番号と認証機関の両方を知る人にだけ示されます。認証を受けた組織は{ $name }です（{ $edition }）。
fact-issued = 有効期間の開始
fact-renews = 更新前の認証書
fact-renewed-by = 更新後の認証書
fact-registration-number = 法人登記番号

## Training

training-title = コースを探す
training-lead = 制度が認定したコースです。審査員コースはこの中から受講する必要があります。
training-description = { $name }({ $country })の認定コース。
training-facts = 機関について
training-courses = コース
training-no-courses = この機関のコースは登録されていません。
course-countries = 国
course-languages = 言語
delivery-classroom = 教室
delivery-online = オンライン

## Qualifications

qualifications-title = 資格
qualifications-lead = ISO/IEC 20000 に関わる役割ごとの三つの試験です。
qualification-eligibility = 受験資格を満たしているか確認する
qualification-courses = 認定コース

### Eligibility for everyone

eligibility-title = 必要な条件の確認
eligibility-lead = お持ちのもので指定の日に受験できるか、何が足りないかを確認できます。アカウントは必要ありません。
eligibility-description = ISO/IEC 20000 資格制度の試験を受けられるか、何が足りないかを確認できます。
eligibility-choose-qualification = どの試験ですか
eligibility-of = { $title } を受験できますか
eligibility-form-lead = お持ちのものを入力してください。結果の判定と同じ規則で確認します。
eligibility-rules = 受験の条件
eligibility-privacy = 入力内容は保存されず、お名前をお尋ねすることもありません。この回答は決定ではありません。証拠は、認証機関が検証した時点で有効になります。
eligibility-mistakes = 正しくない入力が{ $count }件あります
eligibility-mistake-at = { $field }:{ $mistake }
eligibility-mistake-years = 入力できるのは1900年から2200年までの日付です。
eligibility-mistake-future = まだ来ていない日です。すでに行われたことだけが証拠になります。
eligibility-mistake-order = 最後の日が最初の日より前になっています。
eligibility-mistake-twice = この項目は2回送られました。最初の値だけを表示しています。確認してください。
eligibility-mistake-beginning = この期間の最初の日を入力してください。
eligibility-mistake-end = この期間の最後の日を入力するか、現在も続けていることを選んでください。
eligibility-mistake-ends = 最後の日と「現在も続けている」は、どちらか一方だけを入力してください。
eligibility-mistake-role = 監査を行った立場を選んでください。
eligibility-mistake-course = このコースは登録されていません。一覧から選んでください。
eligibility-mistake-completed = コースを修了した日を入力してください。
eligibility-mistake-awarded = この認証書の授与日を入力してください。
eligibility-yes = 条件を満たしています
eligibility-yes-means = 認証機関の検証を受ければ、{ $day }に { $title } を受験できます。
eligibility-later = まだ満たしていません
eligibility-later-means = { $day }の時点では { $title } の条件を満たしませんが、足りないのは期間だけです。
eligibility-earliest = 現在続いているものがそのまま続けば、{ $day }から条件を満たします。
eligibility-no = 条件を満たしていません
eligibility-no-means = { $day }の時点では { $title } の条件を満たしません。待つだけでは変わりません。足りないものは下に示します。
eligibility-basis = 入力内容はすべて検証済みとして扱っています。これは決定ではありません。
eligibility-version = 制度の版 { $version }
eligibility-found = 求められる条件とお持ちのもの
eligibility-met = 満たしています
eligibility-unmet = 満たしていません
eligibility-unneeded = 不要です
eligibility-day = 試験日
eligibility-day-hint = 空欄の場合は今日とします。
eligibility-certificates = お持ちの認証書
eligibility-certificates-hint = それぞれの授与日と、有効期限があるものはその最後の日を入力してください。お持ちでないもの、一時停止中、取消済みのものは空欄にしてください。
eligibility-certificate-until = { $title } の有効期限
eligibility-course = { $title } の認定コース
eligibility-course-hint = 修了していない場合は日付を空欄にしてください。修了した日に認定されていたコースが有効です。
eligibility-which-course = コース
eligibility-any-course = その他の認定コース
eligibility-completed = 修了日
eligibility-experience = 監査の実務経験
eligibility-experience-hint = 期間ごとに入力してください。重なる日は1回だけ数えます。不要な欄は空欄のままにしてください。
eligibility-period = 期間{ $number }
eligibility-role = 立場
eligibility-choose = 選んでください
eligibility-from = 最初の日
eligibility-to = 最後の日
eligibility-still = 現在も続けている
eligibility-it = IT 環境における監査である
eligibility-button = 条件を確認する
eligibility-more = 期間を追加する
eligibility-other = ほかの試験

### What the rules find

finding-anyone = この試験はどなたでも受験できます。
finding-all-met = { $on }の時点で、{ $met }件の条件をすべて満たしています。
finding-all = { $on }の時点で、{ $of }件の条件のうち{ $met }件を満たしています。すべてが必要です。
finding-any-met = { $on }の時点で、{ $of }件の選択肢のうち{ $met }件を満たしています。1件で足ります。
finding-any = { $on }の時点で{ $of }件の選択肢のうち1件が必要ですが、いずれも満たしていません。
finding-certificate-none = { $title } の認証書がありません。
finding-certificate = { $on }の時点で有効な { $title } の認証書がありません。
finding-course-none = { $title } の認定コースの受講がありません。
finding-course = { $on }までに受講した { $title } の認定コースとして数えられるものがありません。
finding-experience-none = 監査の実務経験がありません。{ $on }までに IT 環境における{ $years }年の経験が必要です。
finding-experience-nothing-counts = 数えられる経験がありません。{ $on }までに IT 環境における{ $years }年の監査の実務経験が必要です。
finding-experience-enough = { $on }までの IT 環境における監査の実務経験は{ $length }です。必要なのは{ $years }年です。
finding-experience-short = { $years }年のうち{ $length }です。{ $missing }足りません。
finding-experience-short-by = { $on }までで、{ $short }
finding-day-of-course = { $day }(コース「{ $course }」の修了日)
finding-day-of-any-course = { $title } の認定コースの修了日
finding-day-of-unnamed-course = { $day }(コースの修了日)
finding-experience-no-course = IT 環境における{ $years }年の経験は { $title } の認定コースの修了日まで数えますが、数えられるコースがありません。
finding-experience-enough-from = { $day }以降に修了するコースであれば足ります。
length-years = { $count }年
length-months = { $count }か月
length-days = { $count }日
length-two = { $first }{ $second }
length-three = { $first }{ $second }{ $third }
evidence-sentence = { $what }:{ $verdict }。
evidence-certificate = { $title }、本登録簿の認証書 { $number }、{ $day }授与
evidence-external = { $title }、{ $day }授与
evidence-external-numbered = { $title }、番号 { $number }、{ $day }授与
evidence-unrecognised = 認証「{ $code }」は{ $verdict }。
evidence-unrecognised-numbered = 認証「{ $code }」(番号 { $number })は{ $verdict }。
evidence-course = { $organisation } のコース「{ $course }」、{ $day }修了
evidence-course-unnamed = { $title } のコース(名称の指定なし)、{ $day }修了
evidence-work = { $role }としての業務、{ $from }から{ $until }まで
evidence-work-open = { $role }としての業務、{ $from }から現在まで
evidence-role-third-party = 第三者監査員
evidence-role-internal = 内部監査員
evidence-role-at = { $organisation } の{ $role }
verdict-valid = { $on }の時点で有効です
verdict-held = { $on }の時点で保有しています
verdict-held-until = { $on }の時点で保有しており、{ $last }まで有効です
verdict-lapsed-counts = { $last }まで有効でしたが、その後も数えます
verdict-lapsed = { $last }まで有効でしたが、{ $on }の時点では失効しています
verdict-accredited = その日に { $title } のコースとして認定されていました
verdict-taken-as-accredited = その日に認定されていたものとして扱います
verdict-counts = { $on }まで数えます
verdict-counts-whole = 数えます
verdict-counts-to-course = 認定コースの修了日まで数えます
verdict-awarded-after = 授与は{ $on }より後です
verdict-suspended = { $on }の時点で一時停止中です
verdict-withdrawn = { $on }の時点で取り消されています
verdict-expired = { $on }の時点で期限切れです
verdict-unverified = まだ検証されていないため、数えません
verdict-rejected = 却下されたため({ $reason })、数えません
verdict-unrecognised = 本制度で認められていないため、数えません
verdict-other-qualification = 資格「{ $code }」のコースであり、{ $title } のものではありません
verdict-completed-after = 修了は{ $on }より後です
verdict-organisation = 実施した研修機関がその日に認定されていませんでした({ $why })
verdict-course = その日に認定されていませんでした({ $why })
verdict-course-and-organisation = その日に認定されておらず({ $course })、実施した研修機関も認定されていませんでした({ $organisation })
lapse-not-before = { $day }から認定
lapse-suspended = { $day }から一時停止
lapse-withdrawn = { $day }に取消し
lapse-until = { $day }まで認定
verdict-no-it = IT 環境における監査ではないため、数えません
verdict-role = 数えられない立場での業務です
verdict-began-after = 開始は{ $on }より後です

### About the registry

about-title = この登録簿について
about-lead = この登録簿は明文の規則({ $scheme })に従って判定し、すべての決定に理由を示し、誰でも確認できるようにしています。
about-decides = 判定の方法
about-rules = 規則は制度の運営者による一つのファイルに定められています。現在の版は { $version } で、どの決定にも用いた版が記されます。資格ごとの受験条件と試験方法は次のとおりです。
about-results = 登録簿は試験日の時点で各条件を評価し、足りないものを一度にすべて示します。合否は得点から算出し、外部から受け取ることはありません。
about-eligibility = お持ちのもので足りるか確認する
about-who = 誰が何を決めるか
about-bodies = 認証機関
about-bodies-do = 試験を実施し、証拠を検証し、得点を報告し、組織を監査します。
about-registry = 登録簿
about-registry-does = 認証機関の報告に規則を適用し、認められないものを退け、認証書を授与します。
about-registrars = 登録担当者
about-registrars-do = 制度の運営者の職員です。認証機関の掲載、研修の認定、適用範囲の審査、認証書の一時停止と取消しを行い、そのつど理由を記録に残します。
about-auditors = 認証機関の掲載には、承認された監査員が{ $count }人以上必要です。有効な { $title } の認証書の保有者、または登録担当者の名簿に載っている人です。
about-scopes = 組織の認証書を公開する前に、登録担当者が適用範囲を審査します。審査は{ $reviews }回までで、最後の審査で合意に至らない場合、申請は取り下げとなります。
about-statuses = 各状態の意味
about-history = 上書きはしません。記録はすべて残り、過去のどの日の状態も確認できます。
about-check = 登録簿を検証する方法
about-verify = 認証書の番号、またはファイルそのもので確認できます。ファイルなら改変の有無もわかります。
about-signed = 認証書は署名付きファイルとしても発行され、登録簿に頼らず誰でも検証できます。署名に用いる識別子:
about-did = DID ドキュメント
about-keys = 公開鍵
about-issuer = 発行者
about-lists = 署名付きの状態リストで、認証書が今も有効かどうかがわかります。一つのリストに多数が含まれるため、どれを調べたかは登録簿に知られません。
about-command = お手元のコンピューターでファイルを検証するプログラム:
about-programs = このサイトの情報はプログラムからも読み取れます。
about-feed = 登録内容の変更のフィード
about-privacy = 他の人に見えるもの
about-names = 認証書の番号からは、状態、資格、版、日付、試験を実施した機関がわかります。氏名は本人が同意した場合にのみ表示されます。それ以外の場合は、姓を知っている人が照合できます。
about-tracks = このサイトはクッキーを使わず、他のサービスに問い合わせません。調べた番号や氏名がログに記録されることもありません。

### The feed of changes

feed-title = 名簿の変更
feed-subtitle = 認証機関、研修、組織の認証書に関する変更を、新しいものから順に示します。
feed-effective = { $day }付
feed-body-listed = { $name }：認証機関として登録
feed-body-suspended = { $name }：登録の一時停止
feed-body-reinstated = { $name }：登録の回復
feed-body-withdrawn = { $name }：登録の取消し
feed-training-accredited = { $name }：研修機関として認定
feed-training-extended = { $name }：認定期間の延長
feed-training-suspended = { $name }：認定の一時停止
feed-training-reinstated = { $name }：認定の回復
feed-training-withdrawn = { $name }：認定の取消し
feed-course-accredited = { $name }：研修コースの認定
feed-course-extended = { $name }：研修コースの認定期間の延長
feed-course-suspended = { $name }：研修コースの認定の一時停止
feed-course-reinstated = { $name }：研修コースの認定の回復
feed-course-withdrawn = { $name }：研修コースの認定の取消し
feed-certificate-published = { $name }：認証書の公表
feed-certificate-suspended = { $name }：認証書の一時停止
feed-certificate-reinstated = { $name }：認証書の回復
feed-certificate-withdrawn = { $name }：認証書の取消し
feed-certificate-transferred = { $name }：認証書を別の認証機関へ移管
feed-training-suspension-ended = { $name }：認定の一時停止の終了
feed-training-ended = { $name }：認定の満了
feed-course-suspension-ended = { $name }：研修コースの認定の一時停止の終了
feed-course-ended = { $name }：研修コースの認定の満了
feed-certificate-suspension-ended = { $name }：認証書の一時停止の終了
feed-certificate-expired = { $name }：認証書の有効期間の満了

### The certificate on paper

paper-certificate = 認証書
paper-certifies = 次の者が
paper-awarded = 本制度のすべての要件を満たし、次の資格を授与されたことを証明します
paper-examined = 試験の基準: { $edition }
paper-examined-by = 試験実施機関: { $body } ／ 試験の基準: { $edition }
paper-number = 認証書番号:
paper-awarded-on = 授与日:
paper-valid-until = 有効期限:
paper-valid-for-good = 期限なし
paper-confirmation = 確認書
paper-confirms = 次の者が
paper-is-certified = 次の基準の認証を授与されたことを証明します
paper-certified-by = 認証機関: { $body }
paper-valid-from = 発行日:
paper-confirmation-title = { $holder } の { $edition } 認証の確認書
paper-check = この認証書を確認する
paper-scan = コードを読み取るか、次のアドレスで
paper-check-at = この認証書を確認する: { $address }
paper-decides = 効力は本紙ではなく登録簿によります。認証書は停止または取消しとなることがあります。
paper-code = この認証書を確認するアドレスのQRコード: { $address }
paper-issued = 発行者: { $issuer }、発行日: { $day }。署名された認証書がこのファイルに添付されています。
paper-title = { $holder } の { $qualification } 認証書
paper-description = 認証書 { $number }。確認先: { $address }
paper-attachment = 署名された認証書 { $number }
paper-demonstration = デモンストレーション
paper-demonstration-means = デモンストレーション：記録は架空のものであり、これは認証書ではありません。
paper-unshown = 登録簿に { $scripts } のフォントがないため、氏名や名称の文字の一部をUnicode番号で示しています。添付の署名された認証書には、登録されたとおりに記載されています。

# /open-data
open-data-title = オープンデータ
open-data-lead = ディレクトリで公開しているすべての情報をファイルで提供します。認証機関、コース、研修機関、認証取得組織が含まれます。ファイルは1日1回作成されます。
open-data-files = ファイル
open-data-as-of = { $day }現在
open-data-files-table = ファイル(表計算ソフト用のCSVとプログラム用のNDJSON)
open-data-file = ファイル
open-data-lines = 行数
open-data-kilobytes = キロバイト
open-data-manifest = これらのファイルの署名付き一覧
open-data-none = まだファイルはありません。最初のファイルは、登録簿の起動から数分以内に作成されます。
open-data-resumed = 中断したダウンロードは再開できます。過去7日分のファイルを保管しています。
open-data-licence = ライセンス
open-data-no-licence = この登録簿の運営者はライセンスを定めていません。ファイルは法律が認める範囲で利用できます。
open-data-check = ファイルの確認
open-data-check-note = 署名付き一覧はJSON Web Signature(RS256)です。その鍵は、この登録簿の /.well-known/did.json にある鍵の中にあります。各ファイルのSHA-256を一覧の値と比べてください。一致するものは、ここで作成され、変更されていません。
open-data-dictionary = 列の意味
open-data-dictionary-note = 列名とその意味は英語です。プログラム用：
open-data-column = 列
open-data-type = 型
open-data-meaning = 意味
