# Ce que disent les pages en français. Termes d’ISO/IEC 17024 : valide, suspendu, retiré, expiré.

## Days and instants

date-day =
    { $day ->
        [1] 1er
       *[other] { $day }
    } { $month ->
        [1] janvier
        [2] février
        [3] mars
        [4] avril
        [5] mai
        [6] juin
        [7] juillet
        [8] août
        [9] septembre
        [10] octobre
        [11] novembre
       *[12] décembre
    } { $year }
date-moment = { $day } à { $time } UTC

## On every page

skip-to-content = Aller au contenu
navigation-main = Navigation principale
navigation-menu = Menu
navigation-verify = Vérifier un certificat
navigation-api = API
navigation-language = Langue
footer-registry = Le registre de certification du programme de qualification ISO/IEC 20000
navigation-texts = À propos de l’exploitant
operator-is = Exploité par { $name }
operator-is-missing = L’exploitant de ce registre n’a pas encore indiqué son nom.
operator-write = Écrivez à
demonstration = Démonstration : toutes les données sont inventées et aucun certificat n’a de valeur ici.
text-contact = Contact
text-contact-missing = L’exploitant de ce registre n’a pas publié le moyen de le joindre.
text-imprint = Mentions légales
text-imprint-missing = L’exploitant de ce registre n’a pas publié de mentions légales : on ne sait pas ici qui en est juridiquement responsable.
text-privacy = Protection des données
text-privacy-missing = L’exploitant de ce registre n’a pas publié de politique de protection des données. Ce qui suit vaut pour le programme, quel que soit son exploitant.
text-terms = Conditions d’utilisation
text-terms-missing = L’exploitant de ce registre n’a pas publié de conditions d’utilisation.
text-terms-known = Chacun peut consulter ici les certificats, sans compte. Un statut vaut pour le moment de sa consultation.
text-accessibility = Accessibilité
text-accessibility-missing = L’exploitant de ce registre n’a pas publié de déclaration d’accessibilité.
text-accessibility-known = Les pages du programme sont conçues pour satisfaire aux WCAG 2.2, niveau AA. Elles fonctionnent au clavier, avec les lecteurs d’écran, sans scripts, en clair et en sombre, et à partir d’une largeur de 320 pixels ; chaque page est contrôlée par un programme dans chaque langue. Les certificats en PDF sont balisés pour les lecteurs d’écran (PDF/UA-1).
text-appeals = Appels et plaintes
text-appeals-missing = L’exploitant de ce registre n’a pas publié le traitement réservé aux appels et aux plaintes.
text-appeals-known = Chaque décision est enregistrée avec ses motifs, et le candidat peut les demander. Adressez-vous d’abord à l’organisme de certification qui a fait passer l’examen ; le certificat le nomme, si un organisme a fait passer l’examen.
text-other-language = Ce texte n’existe pas en français.

## How to take part: what is said where the operator gives no text

how-certified = Comment un organisme est certifié
how-certified-lead = Un organisme de certification enregistré audite la façon dont vous gérez vos services, vous certifie selon ISO/IEC 20000-1, et le registre le publie.
how-certified-scope = Décidez d’abord quels services, sites et clients le certificat doit couvrir, et rédigez-en le périmètre.
how-certified-body = Choisissez ensuite un organisme de certification, parmi tous ceux qui sont listés ici. Il vous dit ce qu’il lui faut, vous audite et décide.
how-certified-after = Chacun trouve ici un certificat publié, avec son périmètre et l’organisme qui l’a délivré, qui peut aussi le suspendre, le rétablir ou le retirer.
how-body = Comment un organisme de certification est enregistré
how-body-lead = Les organismes qui auditent des fournisseurs de services informatiques peuvent être listés comme organismes de certification enregistrés (RCB).
how-body-asked = Qui se porte candidat indique son nom, son pays, et par qui et sous quel numéro il est accrédité. Écrivez à l’exploitant du registre.
how-body-listed = Le registre le liste à partir d’un jour donné. Une inscription peut être suspendue, rétablie et retirée, et son historique est public.
how-body-does = Tant qu’il est listé, un organisme enregistre des candidats, des justificatifs et des résultats, et soumet les certificats des organismes, un par un ou par fichier.
how-scheme = Comment fonctionne le programme de certification des organismes
how-scheme-lead = Des organismes de certification enregistrés auditent des fournisseurs de services informatiques selon ISO/IEC 20000-1. Le programme publie qui est certifié, pour quoi et par qui.
how-scheme-decision = L’organisme qui a audité décide et répond de ses certificats. Il soumet l’organisme audité, les sites, l’édition, les dates et le périmètre.
how-scheme-register = Les certificats suspendus, retirés ou expirés restent enregistrés, avec leur historique. Une édition remplacée de la norme a un dernier jour où l’on peut certifier selon elle.
how-logo = Comment le logo du programme peut être utilisé
how-logo-lead = L’exploitant de ce registre n’a pas publié de règles pour son logo. D’ici là, ne l’utilisez qu’avec son accord.
how-logo-who = Seul qui est certifié ou listé l’utilise, seulement tant que cela dure, et seulement pour ce que le certificat couvre.
how-logo-what = Il représente le management de services. Sur des produits, sur des rapports d’essai ou à côté du nom d’une personne, il dirait ce qu’aucun audit n’a montré.
how-logo-end = Qui est suspendu ou retiré cesse aussitôt de l’utiliser. C’est le registre qui fait foi, non un logo : consultez l’organisme.

## The home page

home-title = Registre de certification
home-lead = Ce registre tient à jour qui est qualifié selon le { $scheme }, qui a fait passer l’examen et ce que vaut chaque certificat aujourd’hui.
home-qualifications = Qualifications
home-eligibility = Voyez si ce que vous avez suffit pour passer un examen.
home-scheme = La norme et son programme
home-standard = Ce qu’est ISO/IEC 20000, ses parties, et l’édition en vigueur.
home-benefits = Ce qu’elle apporte aux personnes et aux organismes.
home-api = L’API, à lire et à essayer
home-openapi = Le document OpenAPI
home-problems = Ce que signifie chaque erreur, et comment la résoudre

## Asking about a certificate

verify-title = Vérifier un certificat
verify-lead = Saisissez le numéro du certificat et le nom de la personne qui vous l’a présenté. Le registre vous dit immédiatement s’il est valide aujourd’hui et s’il est bien le sien.
verify-description = Saisissez le numéro d’un certificat ou choisissez son fichier : le registre dit s’il est valide.
number-label = Numéro du certificat
number-hint = Douze lettres et chiffres, comme sur le certificat. Les majuscules, les traits d’union et les espaces sont sans importance.
number-button = Vérifier le certificat
number-name-label = Nom de famille du titulaire (si vous voulez le comparer)
number-again = Vérifier un autre numéro
file-title = Vérifier un fichier
file-lead = Si vous avez reçu le certificat sous forme de fichier, vérifiez le fichier lui-même : vous saurez aussi s’il a été modifié.
file-label = Choisissez le fichier ou déposez-le ici
file-hint = PDF, JSON ou JWS, 5 Mo au plus. Le fichier est seulement lu, il n’est pas conservé.
file-button = Vérifier le fichier

## A number that cannot be one

mistyped-empty = Saisissez d’abord le numéro : il figure sur le certificat.
mistyped-length =
    { $found ->
        [one] Il y a ici { $found } caractère ; un numéro de certificat en compte 12, sans les traits d’union.
       *[other] Il y a ici { $found } caractères ; un numéro de certificat en compte 12, sans les traits d’union.
    }
mistyped-character = « { $character } » ne figure dans aucun numéro de certificat : ils se composent de chiffres et des lettres de A à Z, sauf U.
mistyped-check = Un caractère est faux, ou deux sont intervertis : le dernier, qui sert à le déceler, ne correspond pas aux autres.
mistyped-advice = Comparez-le au certificat, caractère par caractère. La lettre O vaut le chiffre 0 ; I et L valent 1.

## The status of a certificate

number-title = Certificat { $number }
number-kind = Certificat
number-preview = Certificat { $number } : vérifier son statut
number-description = Sur cette page, le registre dit ce que vaut ce certificat aujourd’hui.
status-valid = Valide
status-suspended = Suspendu
status-withdrawn = Retiré
status-expired = Expiré
status-unknown = Inconnu
status-mistyped = Mal saisi
status-was-valid = Était valide le { $day }
status-was-suspended = Était suspendu le { $day }
status-was-withdrawn = Était déjà retiré le { $day }
status-was-expired = Avait déjà expiré le { $day }
status-was-unknown = Ne figurait pas au registre le { $day }
status-label = Statut
status-as-of = Statut le { $day }
status-checked = Consulté le { $moment }
status-past = Vous regardez un jour passé. La situation actuelle peut être différente.
status-today = Afficher le statut actuel
valid-means = Le registre a délivré ce certificat, et il est en vigueur.
valid-next = Comparez la qualification et les dates ci-dessous avec ce qui vous a été présenté, et vérifiez le nom.
valid-next-named = Comparez la qualification et les dates ci-dessous avec ce qui vous a été présenté.
suspended-means = Le registre a délivré ce certificat, mais celui-ci n’est pas en vigueur actuellement. Son titulaire ne peut pas s’en prévaloir tant qu’il n’est pas rétabli.
suspended-next = Ne vous y fiez pas aujourd’hui. Interrogez le titulaire et consultez de nouveau cette page avant de décider.
withdrawn-means = Le registre a délivré ce certificat et l’a retiré définitivement. Plus personne ne peut s’en prévaloir.
withdrawn-next = Ne l’acceptez pas, quelle que soit l’apparence du papier ou du fichier. Le titulaire a peut-être un autre certificat : demandez-en le numéro.
result-annulled = Le résultat pour lequel il a été délivré a été annulé : il n’aurait jamais dû exister.
expired-means = Le registre a délivré ce certificat, et son dernier jour de validité est passé.
expired-next = Ne vous y fiez pas aujourd’hui. Si le titulaire a été certifié de nouveau depuis, il a un nouveau numéro : demandez-le.
unknown-means = Le numéro est bien formé, mais le registre n’a jamais délivré de certificat qui le porte.
unknown-next = Comparez encore une fois le numéro avec le certificat. S’il y figure bien ainsi, n’acceptez pas le certificat : il ne provient pas de ce registre.
unknown-means-then = Ce jour-là, il n’existait pas de certificat portant ce numéro.
unknown-next-then = Il a pu être délivré plus tard. Consultez son statut actuel.
mistyped-means = Aucun certificat ne peut porter ce numéro. Cela ne dit rien du certificat lui-même.

## Le certificat d’une organisation

fact-confirmed = Confirmé en dernier par l’organisme
fact-organisation = Organisation
organisation-verify-title = Vérifier le certificat d’une organisation
organisation-verify-lead = Le certificat d’une organisation porte un numéro que son organisme de certification lui a donné. Saisissez-le tel qu’il figure sur le papier.
organisation-verify-person = Vérifier le certificat d’une personne
organisation-number-label = Numéro figurant sur le papier
organisation-number-hint = Les majuscules, les espaces et les traits d’union ne comptent pas.
organisation-body-label = Organisme de certification figurant sur le papier
organisation-body-hint = Nécessaire seulement si plusieurs organismes utilisent le même numéro.
organisation-choose-title = Plusieurs organismes utilisent ce numéro
organisation-choose-lead = Choisissez l’organisme que le papier nomme.
organisation-not-either = Aucun certificat d’une organisation ne porte non plus ce numéro.
organisation-mistyped-means = Aucun certificat d’une organisation ne peut porter ce numéro.
organisation-certificate-verify = Vérifier ce certificat
register-mistyped-means = Le numéro de cette adresse n’est pas du registre : un caractère est faux, manquant ou interverti.
organisation-valid-means = Ce certificat d’une organisation est en vigueur.
organisation-valid-next = Comparez l’organisation, le domaine d’application, les sites et les dates ci-dessous avec ce qui vous a été présenté.
organisation-suspended-means = Ce certificat n’est pas en vigueur pour le moment. L’organisation ne peut s’en prévaloir tant qu’il n’est pas rétabli.
organisation-suspended-next = Ne vous y fiez pas aujourd’hui. Interrogez l’organisme de certification, et revenez ici avant de décider.
organisation-withdrawn-means = Ce certificat a été retiré définitivement. Plus personne ne peut s’en prévaloir.
organisation-withdrawn-next = Ne l’acceptez pas, si bon que paraisse le papier. La page de l’organisation montre si elle a un autre certificat.
organisation-expired-means = Le dernier jour de ce certificat est passé.
organisation-expired-next = Ne vous y fiez pas aujourd’hui. La page de l’organisation montre si elle a été certifiée de nouveau depuis.
organisation-unknown-means = Aucun certificat portant ce numéro n’est publié ici.
organisation-unknown-next = Comparez encore une fois le numéro et l’organisme avec le papier. S’il le dit vraiment, ne vous y fiez pas et interrogez l’organisme qu’il nomme.
organisation-link-title = Le lien court
organisation-link-lead = Qui le suit, ou photographie le code, voit ce qui vaut alors. Il peut être imprimé à côté du certificat.
organisation-link-download = Le code en dessin (SVG)
organisation-link-code = Code QR du lien court de ce certificat
organisation-mark-title = Une marque pour un site
organisation-mark-lead = La marque dit toujours ce qui vaut aujourd’hui : si le certificat est suspendu, retiré ou expiré, elle le dit.
organisation-mark-how = Placez ceci dans la page, sans le modifier. Le lien mène ici ; une copie de l’image ne dirait que ce qui valait le jour de la copie.
organisation-mark-alt = La marque telle qu’elle est aujourd’hui
mark-unknown-now = Le registre ne peut pas le dire en ce moment

## What is known of a certificate

facts-title = Le certificat
fact-qualification = Qualification
fact-edition = Édition
fact-examined-by = Examen organisé par
fact-awarded = Délivré le
fact-expires = Valide jusqu’au
fact-expires-never = sans date de fin
fact-renewable = Renouvelable
fact-renewable-days = du { $from } au { $until }
fact-renews-certificate = Renouvelle
fact-renewed-by-certificate = Renouvelé par
fact-suspended-until = Suspendu jusqu’au
fact-holder = Titulaire
fact-holder-hidden = Non public. Si vous connaissez le nom, comparez-le sur cette page.
history-title = Historique
turn-awarded = Délivré
turn-suspended = Suspendu
turn-suspended-until = Suspendu, jusqu’au { $day }
turn-reinstated = De nouveau valide
turn-withdrawn = Retiré
turn-expired = Expiré

## Checking the name, and an earlier day

name-title = Vérifier le nom
name-lead = Un certificat ne vaut que pour la personne à qui il a été délivré. Comparez ici le nom ; il n’est pas enregistré sous une forme lisible.
name-label = Nom de famille du titulaire
name-hint = Les majuscules et les accents sont sans importance, de même que la graphie du passeport (Mueller pour Müller).
name-button = Comparer le nom
name-matches = Le nom correspond : ce certificat a été délivré à { $name }.
name-earlier = C’est un ancien nom du titulaire.
name-earlier-means = Le nom enregistré a changé depuis ; les documents délivrés avant ce changement portent l’ancien nom. Le certificat est bien celui de la même personne.
name-differs = Le nom ne correspond pas.
name-differs-valid = Valide, mais pas pour « { $name } »
name-differs-other = { $status }, et pas pour « { $name } »
name-differs-means = Le certificat qui porte ce numéro est en vigueur, mais son titulaire est enregistré sous un autre nom de famille.
name-differs-next = Vérifiez l’orthographe et n’indiquez que le nom de famille. S’il ne correspond toujours pas, le certificat a été délivré à une autre personne.
name-missing = Saisissez d’abord le nom de famille.
name-unreadable = Ce n’est pas un nom : il est trop long ou comporte des caractères qu’aucun nom ne comporte.
name-waits = Trop de noms erronés ont été essayés pour ce certificat, par vous ou par d’autres. Les noms seront de nouveau comparés à partir du { $moment }. Ce que cette page dit du certificat reste valable ; le nom du titulaire figure dans le fichier que celui-ci possède.
day-title = Le statut à une date passée
day-lead = Par exemple le jour d’un audit ou de la signature d’un contrat.
day-label = Jour
day-button = Afficher le statut
day-wrong = Ce jour n’existe pas. Écrivez l’année, le mois et le jour : 2024-05-17.
day-future = Ce jour est encore à venir. Personne ne peut dire aujourd’hui ce qui vaudra alors.
print-address = Cette page : { $address }

## The holder's page

holder-title = Votre certificat
holder-keep-secret = Gardez le lien que vous avez ouvert pour vous : quiconque l’a peut télécharger votre certificat et décider de l’affichage de votre nom. Pour montrer votre certificat à d’autres, donnez-leur l’adresse ci-dessous.
holder-suspended-next = Ne vous en prévalez pas tant qu’il n’est pas rétabli. L’organisme de certification qui vous a examiné peut vous dire que faire.
holder-withdrawn-next = Si vous ne vous y attendiez pas, interrogez l’organisme de certification qui vous a examiné.
holder-expired-next = Vous pouvez encore montrer ce que vous avez obtenu, mais non que cela vaut aujourd’hui. Un organisme de certification peut vous dire comment être certifié de nouveau.
holder-gone = Ce lien ne fonctionne pas
holder-gone-next = Il n’existe pas, ou il n’est plus valable. Demandez-en un nouveau à l’organisme qui a délivré le certificat.
holder-closed = Cette page est fermée
holder-closed-next = Elle se ferme après une demi-heure sans utilisation, afin que personne d’autre ne la trouve ouverte. Ouvrez de nouveau le lien que vous avez reçu.
files-title = Télécharger
files-lead = Le PDF sert à imprimer et à envoyer. Il porte un code qui mène à ce registre et contient le certificat signé.
files-pdf = Certificat en PDF
files-pdf-english = Il est en anglais : le registre n’a pas de police pour cette langue.
files-pdf-others = Aussi en :
files-programs = Pour les programmes et les collections de certificats numériques :
files-jwt = Certificat signé (JWT)
files-json = Certificat signé (JSON)
files-none = Il n’y a rien à télécharger tant que le certificat est suspendu, ni une fois qu’il est retiré.
files-unsigned = Rien ne peut être signé pour le moment
files-unsigned-next = Le registre n’est pas configuré avec l’adresse par laquelle tout le monde l’atteint. Veuillez prévenir l’organisme qui vous a fait passer l’examen ; ce que le registre dit de votre certificat n’en est pas affecté.
share-title = Partager
share-lead = Quiconque ouvre cette adresse voit ce que vaut votre certificat ce jour-là.
share-label = Adresse à partager
share-open = Voir ce que voient les autres
listing-title = Votre nom sur les pages publiques
listing-lead = C’est vous qui décidez, et vous pouvez changer d’avis à tout moment. Votre décision vaut pour tous vos certificats dans ce registre. Rester masqué ne vous prive de rien : quiconque connaît votre nom de famille peut le comparer.
listing-is-shown = Toute personne qui consulte votre certificat voit votre nom.
listing-is-hidden = Votre nom est masqué. Seules les personnes qui saisissent correctement votre nom de famille le voient.
listing-show = Montrer mon nom à tous
listing-hide = Masquer mon nom
listing-saved = Votre décision est enregistrée.

## The standard

standard-title = La norme
standard-lead = ISO/IEC 20000 est la norme internationale par laquelle un organisme montre qu’il excelle dans la gestion des services informatiques et prouve qu’il suit les bonnes pratiques.
standard-what = Ce qu’elle est
standard-what-system = Parmi les normes internationales, c’est celle qui est consacrée au seul management des services informatiques. Ses processus de management sont intégrés : ensemble, ils forment un système de management des services, qui fait parvenir efficacement les services à l’entreprise et à ses clients.
standard-what-improvement = Qui fournit des services informatiques en conformité avec elle exploite un tel système, et celui-ci oblige à améliorer les services en continu.
standard-what-adoption = Son usage s’est vite répandu dans le monde, chez les fournisseurs internes comme chez ceux qui servent d’autres organismes. Face à la concurrence, elle distingue un fournisseur.
standard-itil = La norme et ITIL
standard-itil-means = La norme est alignée sur ITIL, le référentiel de bonnes pratiques, et complète l’approche par processus qu’ITIL définit.
standard-parts = Ses parties
standard-part-one = Partie 1 : { $edition }, la spécification
standard-part-one-means = Les exigences formelles pour un système de management des services, en six domaines :
standard-area-general = exigences générales pour un système de management des services
standard-area-design = conception et transition de services nouveaux ou modifiés
standard-area-delivery = processus de fourniture des services
standard-area-relationship = processus de relations
standard-area-resolution = processus de résolution
standard-area-control = processus de contrôle
standard-part-two = Partie 2 : { $edition }, les recommandations
standard-part-two-means = Comment s’appliquent les systèmes de management des services, avec les bonnes pratiques pour les processus du domaine d’application de la partie 1.
standard-part-three = Partie 3 : { $edition }, périmètre et applicabilité
standard-part-three-means = Des recommandations pour définir un périmètre, et sur l’applicabilité de la partie 1. Elle a d’abord été un rapport technique (TR).
standard-parts-further = Autres parties
standard-parts-further-means = Elles ajoutent des recommandations et des informations sur des aspects et des usages particuliers.
standard-editions = Ses éditions
standard-first = Première publication
standard-second = Deuxième édition
standard-second-means = Celle des années où ces examens ont été conçus.
standard-examined = Base des examens
standard-examined-means = Tous les examens à partir du { $day } reposent sur elle.
standard-current = En vigueur aujourd’hui
standard-current-means = Partie 1. Ses domaines sont réorganisés, comme ceux des autres normes de systèmes de management.
standard-current-others = Éditions en vigueur des autres : { $editions }
standard-certified-until = des organismes ont été certifiés jusqu’au { $day }
standard-valid-until = des organismes ont été certifiés jusqu’au { $day } ; leurs certificats ont été valides jusqu’au { $last }
standard-organisations = Éditions selon lesquelles les organismes sont certifiés

## Benefits

benefits-title = Avantages
benefits-lead = Ce que gagnent les personnes qui passent les examens, et les organismes qui suivent la norme.
benefits-individuals = Pour les personnes
benefits-learning = Avec { $first } et { $second }, vous apprenez à
benefits-relation = voir comment la norme et les bonnes pratiques du management des services informatiques se rattachent, et choisir et appliquer des méthodes adaptées à un organisme
benefits-scoping = reconnaître et expliquer les questions d’applicabilité, d’éligibilité et de périmètre : vous pouvez ainsi aider à juger si un organisme est prêt pour la certification, contribuer aux audits et conseiller sur l’amélioration continue
benefits-gap = mener une analyse des écarts, appuyée par un plan d’amélioration et de mise en œuvre
benefits-parts = décrire le domaine, les buts et l’usage de la spécification et du code de bonne pratique, selon le rôle de chacun parmi les parties de la norme
benefits-processes = voir pourquoi les processus doivent être planifiés et mis en œuvre, rendre compte des services et des principaux indicateurs des processus, tenir régulièrement des revues, des évaluations et des audits, et planifier l’amélioration continue des services
benefits-auditing = Avec { $title }, vous êtes certifié comme auditeur de la norme.
benefits-organisations = Pour les organismes
benefits-culture = Une culture durable
benefits-culture-means = L’apprentissage et l’amélioration continue deviennent une habitude, avec un objectif à atteindre et à tenir : des services informatiques de meilleure qualité, et une entreprise et des clients plus confiants envers leur fournisseur.
benefits-integrated = Des processus qui vont ensemble
benefits-integrated-means = L’attention porte sur un ensemble de processus et de solutions intégrés, adaptés aux processus de l’entreprise, aux clients et aux utilisateurs, et efficaces pour eux.
benefits-cost = Moins de coûts, moins de risques
benefits-cost-means = Les changements vont plus vite, le personnel est plus productif, les compétences et l’expertise sont mieux employées. À long terme, cela coûte moins, et les objectifs de l’entreprise risquent moins d’être manqués.
benefits-structure = Une démarche structurée
benefits-structure-means = Des conseils issus des bonnes pratiques aident à mieux comprendre l’entreprise et ses besoins, les rôles et les processus. La réputation, les relations, la coopération et la communication avec l’entreprise et les clients y gagnent.
benefits-self = Auto-évaluation
benefits-self-means = Un organisme peut confronter lui-même ses processus et ses activités à une norme internationale, pour trouver des améliorations et les réaliser.
benefits-independent = Une reconnaissance indépendante
benefits-independent-means = Des auditeurs externes et indépendants vérifient la conformité, dans un programme et selon une norme reconnus et respectés dans le monde entier.

## What is told of each qualification

level-purpose = Objet
level-audience = À qui elle s’adresse
level-opens = Ce qu’elle ouvre
level-opens-means = Elle remplit la condition préalable pour { $title }.
level-course = La formation
level-course-mandatory = Avoir suivi une formation accréditée { $title } est obligatoire : sans elle, personne ne se présente à l’examen.
level-based-on = Base
level-days = Sessions
level-days-from = à partir du { $day }
level-days-until = jusqu’au { $day }
level-days-between = du { $from } au { $until }
level-format-latest = Le format actuel
level-format-earlier = Formats précédents
level-current = Ce qui est en vigueur aujourd’hui
level-current-means = La norme évolue : son édition en vigueur est { $edition }. L’examen repose sur l’édition indiquée plus haut, et le certificat le dit aussi.

## Documents and notices

documents-title = Publications
documents-lead = Ce que publie le propriétaire du programme, et des travaux d’autres sur la norme en pratique.
documents-none = Aucun document n’est encore publié.
document-white-paper = livre blanc
document-case-study = étude de cas
document-guide = guide
document-rules = règles
document-of = de { $owner }
document-file = PDF, { $kilobytes } ko
news-title = Actualités
news-lead = Ce que le propriétaire du programme annonce sur la norme et le programme.
news-none = Rien n’est encore annoncé.
news-more = En savoir plus
news-feed = Sous forme de flux (Atom)

## The leaflets

leaflet-format = { $style } : { $questions } ; seuil de réussite { $pass } ; { $duration } ; documents : { $aids }
leaflet-of-scheme = Le programme en bref (dépliant, PDF)
leaflet-of-level = { $title } en bref (dépliant, PDF)
leaflet-address = Ce dépliant dit ce que dit le registre, qui est tenu à jour : { $address }
leaflet-code = Code QR avec l’adresse { $address }

## A qualification

qualification-description = { $title } : ce qu’elle atteste, comment se déroule l’examen et qui peut s’y présenter.
qualification-examination = L’examen
qualification-format = Format
qualification-paper = Épreuve
qualification-questions =
    { $questions } { $questions ->
        [one] question
       *[other] questions
    } à { $marks } { $marks ->
        [one] point
       *[other] points
    }
qualification-pass = Seuil de réussite
qualification-pass-of = { $pass } sur { $available } ({ $percent } %)
qualification-duration = Durée
qualification-minutes =
    { $minutes } { $minutes ->
        [one] minute
       *[other] minutes
    }
qualification-book = Documents
qualification-book-closed = aucun (sans document)
qualification-book-open = à livre ouvert : { $permitted }
qualification-declared = La structure et la notation d’une telle épreuve ne sont pas conservées ici. Les résultats sont enregistrés tels qu’ils ont été déclarés.
qualification-validity = Durée de validité d’un certificat
qualification-valid-for =
    { $years ->
        [one] { $years } an à compter du jour de l’examen.
       *[other] { $years } ans à compter du jour de l’examen.
    }
qualification-valid-always = Il n’a pas de date de fin. Il peut être suspendu ou retiré : consultez donc son numéro.
renewal-title = Renouvellement
renewal-days =
    Un certificat peut être renouvelé à partir de { $before } mois avant son dernier jour et { $after ->
        [0] jusqu’à ce jour
       *[other] jusqu’à { $after } mois après, une fois expiré
    }. L’une de ces voies suffit :
renewal-examination = Réussir l’examen { $title }.
renewal-points =
    { $points ->
        [one] { $points } point
       *[other] { $points } points
    } de formation continue depuis la délivrance, chacun vérifié.
renewal-years = Les années du certificat suivant comptent à partir de la fin du précédent : qui vient tôt ne perd aucun jour, qui vient tard n’en gagne aucun.
qualification-who = Qui peut se présenter
requirement-anyone = Toute personne.
requirement-all = Qui remplit toutes ces conditions :
requirement-any = Qui remplit l’une de ces conditions :
requirement-certification = est titulaire de la certification { $title }
requirement-lapsed-counts = même si elle est périmée
requirement-course = a suivi une formation accréditée { $title }
requirement-experience =
    { $years ->
        [one] a au moins { $years } an d’expérience de la conduite d’audits dans un environnement informatique
       *[other] a au moins { $years } ans d’expérience de la conduite d’audits dans un environnement informatique
    }
requirement-counted-to-course = { $roles } ; compté jusqu’au jour où cette formation a été terminée
requirement-role-both = en tant qu’auditeur tierce partie ou auditeur interne d’un organisme
requirement-role-third-party = en tant qu’auditeur tierce partie
requirement-role-internal = en tant qu’auditeur interne d’un organisme

## What the scheme file says in English, said in this language; used where the file in use says exactly this

scheme-title = programme de qualification ISO/IEC 20000
scheme-foundation = A une connaissance de base du contenu et des exigences d’ISO/IEC 20000, et de son fonctionnement chez un fournisseur de services informatiques typique.
scheme-practitioner = Comprend le contenu d’ISO/IEC 20000 et sait l’appliquer dans des organismes certifiés ou qui envisagent la certification.
scheme-auditor = Comprend les principes du management des services informatiques et les exigences d’ISO/IEC 20000-1.
scheme-foundation-purpose = Qui réussit a montré une bonne connaissance de base de ce qu’ISO/IEC 20000 contient et exige, et comprend comment la norme fonctionne chez un fournisseur de services informatiques typique.
scheme-foundation-audience = Le niveau d’entrée, pour toutes les personnes qui abordent ISO/IEC 20000.
scheme-practitioner-purpose = Qui réussit a montré qu’il comprend le contenu d’ISO/IEC 20000 et sait l’appliquer là où un organisme est certifié ou l’envisage.
scheme-practitioner-audience = Pour les personnes qui travaillent avec la norme dans un tel organisme.
scheme-auditor-purpose = Qui réussit a montré qu’il comprend les principes du management des services informatiques et les exigences d’ISO/IEC 20000-1:2011.
scheme-auditor-audience = Pour les auditeurs expérimentés, qui mènent déjà des audits dans un environnement informatique.
scheme-auditor-course = C’est une formation de transition pour auditeurs expérimentés : les principes des techniques générales d’audit des systèmes de management n’en font pas partie. C’est pourquoi de l’expérience est demandée aux participants.
scheme-multiple-choice = choix multiple
scheme-complex-multiple-choice = choix multiple complexe
scheme-book-part-one = un exemplaire de la partie 1 est autorisé
scheme-edition-2011 = ISO/IEC 20000-1:2011 avec ISO/IEC 20000-2:2012
scheme-format-2011 = format de 2011
scheme-format-previous = format précédent

## What is found about a file

file-missing = Choisissez d’abord un fichier.
file-genuine = Le registre a émis ce fichier, et il n’a pas été modifié.
file-signed = Ce que le registre a signé
file-issued = Signé le
file-certificate = Consulter le certificat
file-replaced = Remplacé
file-replaced-means = Le registre a émis ce fichier, et il n’a pas été modifié, mais il ne compte plus : l’enregistrement a changé depuis (le nom du titulaire, les termes du programme ou le nom de l’émetteur, une clé).
file-replaced-next = Demandez un fichier actuel au titulaire ou à l’organisme, ou consultez le certificat par son numéro.
file-around = Modifié
file-around-means = L’attestation contenue dans ce PDF est la nôtre, mais le PDF qui l’entoure n’est pas celui que nous avons établi : il peut montrer n’importe quoi.
file-around-next = Ne croyez que ce qui figure ci-dessous, et demandez au titulaire le fichier d’origine.
file-altered = Modifié
file-altered-means = Ce fichier prétend venir du registre, mais il n’est pas tel que le registre l’a signé, ou quelque chose y a été ajouté.
file-altered-next = Ne l’acceptez pas. Vérifiez plutôt le certificat par son numéro.
file-revoked = Non prouvé
file-revoked-means = Ce fichier a été signé avec une clé dont le registre ne répond plus : sa signature ne prouve rien.
file-revoked-next = Demandez au titulaire un fichier plus récent, ou vérifiez le certificat par son numéro.
file-record = Non enregistré
file-record-means = Ce fichier porte une signature du registre, mais le registre n’en a aucune trace.
file-record-next = Ne vous y fiez pas, et signalez-le au registre.
file-other = Pas de nous
file-other-means = Ce fichier a été émis par quelqu’un d’autre. Ce registre ne peut pas dire ce qu’il vaut.
file-other-next = Adressez-vous à son émetteur. Un certificat de ce registre se vérifie par son numéro.
file-none = Sans attestation
file-none-means = Ce fichier ne contient aucune attestation du registre. Les photos, les numérisations et les fichiers réimprimés n’en ont pas.
file-none-next = Vérifiez le certificat par le numéro qui y figure, ou demandez au titulaire le fichier d’origine.
file-also-replaced = De plus, l’attestation de ce fichier ne compte plus : ce qui est enregistré depuis diffère de ce qui figure ci-dessous.
file-certificate-is = Le certificat lui-même : { $status }. { $means }
file-wrapped = Seul le certificat signé contenu dans ce fichier a été vérifié. Ce qui l’entoure peut dire n’importe quoi.
file-unread = Illisible
file-encrypted-means = Ce PDF est protégé par chiffrement : personne ne peut dire s’il contient une attestation du registre.
file-encrypted-next = Enregistrez-le sans mot de passe et vérifiez-le de nouveau, ou vérifiez le certificat par le numéro qui y figure.
file-damaged-means = Ce fichier est endommagé ou tronqué : personne ne peut dire s’il contient une attestation du registre.
file-complicated-means = Ce fichier est plus grand ou plus compliqué que tout certificat et n’a donc pas été examiné : personne ne peut dire s’il contient une attestation du registre.
file-broken-means = Ce certificat signé contient des retours à la ligne ou des espaces, comme les logiciels de messagerie en insèrent dans les longues lignes.
file-broken-next = Enregistrez la pièce jointe elle-même et vérifiez-la, ou vérifiez le certificat par son numéro.
file-several-means = Ce fichier contient plusieurs certificats : une seule réponse ne vaudrait que pour l’un d’eux.
file-several-next = Enregistrez chacun dans un fichier distinct et vérifiez-le, ou vérifiez chaque certificat par son numéro.

## When a page cannot be shown

error-not-found = Cette page n’existe pas
error-not-found-next = Vérifiez l’adresse, ou partez du numéro du certificat.
error-method = Cette adresse ne s’utilise pas ainsi
error-method-next = Recommencez à partir du formulaire.
error-request = La demande est illisible
error-request-next = Revenez en arrière et recommencez à partir du formulaire.
error-too-large = C’est trop volumineux
error-too-large-next = Les certificats sont de petits fichiers. Choisissez le fichier que vous avez reçu, et non une numérisation ou une archive.
error-too-slow = L’envoi a pris trop de temps
error-too-slow-next = Vérifiez votre connexion et réessayez.
error-too-many = Trop de vérifications en peu de temps
error-too-many-next =
    { $seconds ->
        [one] Veuillez patienter { $seconds } seconde, puis réessayer.
       *[other] Veuillez patienter { $seconds } secondes, puis réessayer.
    }
error-too-many-why = Le nombre de vérifications est limité afin que personne ne puisse deviner des numéros ou des noms.
error-unavailable = Nous ne pouvons pas le dire pour l’instant
error-unavailable-next = Le registre n’a pas accès à ses enregistrements en ce moment. Cela ne dit rien du certificat, ni qu’il est valide, ni qu’il ne l’est pas. Veuillez réessayer dans une minute.
error-internal = Une erreur s’est produite de notre côté
error-internal-next = Cela ne dit rien du certificat. Veuillez réessayer ; si l’erreur se répète, communiquez-nous la référence.
error-again = Réessayer
error-reference = Référence : { $id }

## Statistics

statistics-title = Statistiques
statistics-lead = Ce que le registre compte : les certificats, les organismes de certification et les organisations certifiées.
statistics-as-of = Situation au { $day }. Recompté toutes les quelques minutes.
statistics-awarded = Certificats délivrés par année
statistics-awarded-note = Chaque certificat est compté dans l’année de son examen, quoi qu’il soit devenu depuis.
statistics-awarded-scale = Tous les graphiques ont la même échelle.
statistics-total = Au total :
statistics-awarded-table = Certificats délivrés, par année et par qualification
statistics-year = Année
statistics-organisations = Organisations certifiées par pays
statistics-organisations-note = Les organisations qui ont aujourd’hui un certificat valide. Celle qui a des sites dans plusieurs pays compte dans chacun d’eux.
statistics-organisations-counted = Organisations
statistics-bodies = Organismes de certification par pays
statistics-bodies-note = Les organismes inscrits aujourd’hui, selon le pays de leur siège.
statistics-bodies-counted = Organismes
statistics-nothing = Il n’y en a pas encore.
statistics-by-country = Par pays, du plus grand nombre au plus petit
statistics-country = Pays

### The public directory

## The navigation

menu-verify = Vérifier
menu-organisations = Organisations
menu-bodies = Organismes
menu-training = Formation
menu-qualifications = Qualifications
menu-eligibility = Admission
menu-statistics = Statistiques
menu-about = À propos

## Searching

search-title = Chercher dans le registre
search-lead = Organismes de certification, organisations certifiées, organismes de formation et cours, tout à la fois.
search-label = Chercher un numéro de certificat, une organisation, un organisme ou un cours
search-hint = Une partie du nom suffit. Les majuscules et les accents ne comptent pas.
search-button = Chercher
search-kind = Type
kind-training = Organismes de formation

## The ways in

way-verify = On vous présente un certificat : son numéro ou son fichier vous dit aussitôt ce qu’il vaut aujourd’hui.
way-look-up-title = Consulter le registre
way-look-up = Qui est certifié et pour quoi, qui fait passer les examens et quelles formations comptent.
way-bodies-title = Pour les organismes et les employeurs
way-bodies = Les organismes enregistrent les résultats un à un ou par fichier, et les employeurs vérifient mille certificats à la fois, depuis leurs propres systèmes.
way-training-title = Trouver un cours
home-trust = Pourquoi vous pouvez vous y fier
home-trust-rules = Les mêmes règles pour tous
home-trust-rules-means = Rien n’est délivré que le programme ne permette, et chaque refus dit pourquoi.
home-trust-history = Rien ne disparaît
home-trust-history-means = Ce qui a été délivré, suspendu ou retiré reste inscrit avec ses dates.
home-trust-private = Chacun décide de son nom
home-trust-private-means = Un titulaire n’est montré qu’avec son accord. Consulter ne demande aucun compte, et ce site ne dépose aucun cookie.

## Forms that find something

finder-name = Nom
finder-words = Nom, ou mots du périmètre
finder-forgives = Une partie du nom suffit ; les majuscules et les accents ne comptent pas.
finder-country = Pays
finder-region = Région
finder-edition = Norme
finder-body = Organisme de certification
finder-day = Ce jour-là
finder-day-of-course = Accrédité le
finder-language = Langue
finder-delivery = Forme
finder-any = Indifférent
finder-button = Chercher
finder-asked = Ce que vous cherchez
finder-without = Sans ceci
finder-unknown = Ce choix n’existe pas. Choisissez dans la liste.
finder-unreadable = Cela ne peut pas être cherché : c’est trop long, ou contient des caractères qu’aucun nom n’a.
found-title = Résultats
found-count = Résultats : { $number }
found-by-name = Dans l’ordre des noms. Un nom est trouvé par n’importe laquelle de ses parties.
found-ranked = Les meilleurs résultats d’abord : le nom même, puis ce qui commence ainsi, puis ce qui le contient.
found-more-than = plus de { $number }
found-courses = Cours accrédités ce jour-là, aujourd’hui si vous n’en choisissez pas d’autre, dans l’ordre de leurs titres.
found-next = Voir la suite
found-data = La même liste en données
found-nothing = Rien n’a été trouvé.
found-nothing-spelling = Essayez avec moins de mots, ou une partie du nom seulement.
found-nothing-filters = Retirez l’une des conditions ci-dessus.
found-everything = Recommencer avec tout

## Status and history

standing-listed = Inscrit
standing-accredited = Accrédité
standing-ended = Accréditation terminée
standing-not-yet = Pas encore en vigueur
event-listed = Inscrit
event-listed-again = De nouveau inscrit
event-suspended = Inscription suspendue
event-suspended-until = Inscription suspendue, jusqu’au { $day }
event-withdrawn = Inscription retirée
event-issued = Délivré
event-transferred = Transféré à { $body }, numéro { $number }
period-open = depuis le { $from }
period-until = du { $from } au { $until }
accreditation-state = { $days } ; { $state }
accreditation-suspended = suspendue depuis le { $since }
accreditation-suspended-until = suspendue du { $since } au { $until }
accreditation-withdrawn = retirée le { $since }
event-accredited = Accréditation
event-accredited-again = Accréditation rétablie
event-accreditation-suspended = Accréditation suspendue
event-accreditation-suspended-until = Accréditation suspendue, jusqu’au { $day }
event-accreditation-withdrawn = Accréditation retirée
event-accreditation-ended = Accréditation terminée
event-accreditation-extended = Accréditation prolongée jusqu’au { $day }
event-accreditation-corrected = Dates de l’accréditation corrigées : { $days }
training-history = Historique de l’accréditation
training-sessions = Sessions
session-enrol = S’inscrire
finder-session-from = Session à partir du
finder-session-until = Session jusqu’au
finder-place = Lieu de la session
found-sessions = Sessions de formations accréditées, par ordre de dates.

## Bodies

bodies-title = Organismes de certification
bodies-lead = Les organismes inscrits par le programme : ils examinent des personnes et certifient des organisations.
body-description = { $name }, { $country } : son inscription comme organisme de certification et les organisations qu’il a certifiées.
body-facts = L’organisme
body-history = Inscription
body-suspended-means = Tant que son inscription est suspendue, cet organisme n’enregistre aucun résultat et ne certifie plus personne. Les certificats délivrés auparavant n’en sont pas modifiés : vérifiez chacun par son numéro.
body-withdrawn-means = Cet organisme n’est plus inscrit : il n’enregistre aucun résultat et ne certifie plus personne. Les certificats de personnes délivrés auparavant restent ce qu’ils sont, car c’est le registre qui les a délivrés ; les organisations certifiées passent à un autre organisme. Vérifiez chaque certificat par son numéro.
body-editions = Agréé pour
body-editions-none = aucune édition
body-left-transferable = Les certificats d’organisations qu’il a délivrés peuvent être transférés à un autre organisme jusqu’au { $day }. Qui en détient un le demande à un autre organisme ; ce que personne n’a repris d’ici là n’est plus valide.
body-left-lapsed = Les certificats d’organisations qu’il a délivrés pouvaient être transférés à un autre organisme jusqu’au { $day }. Ce que personne n’avait repris n’est plus valide ; un autre organisme certifie l’organisation de nouveau.
body-auditors = Auditeurs agréés
transfer-title = Transfert des certificats de { $body }
transfer-description = Ce que deviennent les certificats d’organisations délivrés par { $body }, jusqu’à quand et à qui ils peuvent être transférés.
transfer-lead = Cet organisme n’est plus inscrit depuis le { $day }. Un autre organisme peut reprendre chacun des certificats ci-dessous jusqu’au { $last } ; ce que personne n’a repris d’ici là n’est plus valide.
transfer-over = Cet organisme n’est plus inscrit depuis le { $day }. Ses certificats pouvaient être transférés jusqu’au { $last } ; ce que personne n’avait repris n’est plus valide, et l’organisation est certifiée de nouveau.
transfer-how = Que faire
transfer-choose = Choisissez un organisme inscrit et agréé pour l’édition de votre certificat ; ils sont nommés ci-dessous.
transfer-give = Remettez-lui votre certificat, les rapports des derniers audits avec les suites données, et vos réclamations.
transfer-review = Il examine si le certificat peut être transféré (IAF MD 2) ; un certificat suspendu est d’abord rétabli. Le vôtre reste valide entre-temps, au plus tard jusqu’au jour indiqué.
transfer-record = Le propriétaire du programme enregistre le transfert : votre certificat reçoit un numéro du nouvel organisme et garde son dernier jour.
transfer-certificates = Certificats en attente d’un autre organisme
transfer-none = Aucun de ceux qui sont montrés ici n’attend plus.
transfer-approved = Organismes agréés
transfer-approved-none = Aucun organisme inscrit n’est agréé pour cette édition.
transfer-link = Ce que peuvent faire les organisations certifiées
body-certified = Organisations qu’il a certifiées
body-certified-none = Aucune n’est encore publiée.
body-certified-search = Chercher parmi elles
fact-website = Site web
fact-contact = Contact
fact-accreditation = Accrédité par
fact-accreditation-none = non renseigné
fact-accredited = Accrédité

## Organisations

organisations-title = Organisations certifiées
organisations-lead = Qui est certifié selon ISO/IEC 20000-1, pour quoi et par qui. Ce qui est suspendu ou retiré est montré aussi.
organisation-description = { $name }, { $country } : ses certificats selon ISO/IEC 20000-1, ce qu’ils couvrent et qui les a délivrés.
organisation-certificates = Certificats
event-issuer-withdrawn = { $body } n’est plus inscrit ; transférable jusqu’au { $day }
event-lapsed = Caduc : aucun autre organisme ne l’a repris à temps
issuer-withdrawn = Émetteur retiré le { $day } ; transférable à un autre organisme jusqu’au { $last }.
issuer-withdrawn-lapsed = Émetteur retiré le { $day } ; était transférable à un autre organisme jusqu’au { $last }.
issuer-withdrawn-only = Émetteur retiré le { $day }.
fact-standard = Norme
fact-body = Délivré par
fact-sites = Sites
fact-trading-names = Connue aussi sous le nom de
fact-address = Adresse
fact-legal-entities = Couvre aussi
fact-sectors = Secteurs
fact-certificate-accreditation = Accrédité par
fact-first-issued = Première certification
organisation-confidential = Ce certificat est confidentiel : il n’est communiqué qu’à qui connaît son numéro et son organisme. Il certifie { $name } : { $edition }.
fact-issued = Valide à partir du
fact-renews = Renouvelle
fact-renewed-by = Renouvelé par
fact-registration-number = Registre du commerce

## Training

training-title = Trouver un cours
training-lead = Les cours que le programme a accrédités. Un cours d’auditeur doit être l’un d’eux.
training-description = { $name }, { $country } : ses cours accrédités.
training-facts = L’organisme
training-courses = Cours
training-no-courses = Aucun cours de cet organisme n’est inscrit.
course-countries = Pays
course-languages = Langues
delivery-classroom = en salle
delivery-online = en ligne

## Qualifications

qualifications-title = Qualifications
qualifications-lead = Trois examens, chacun pour un travail particulier avec ISO/IEC 20000.
qualification-eligibility = Ce que j’ai suffit-il ?
qualification-courses = Cours accrédités

### Eligibility for everyone

eligibility-title = Vérifier ce qu’il vous faut
eligibility-lead = Voyez si ce que vous avez suffit pour vous présenter à un examen un jour donné, et ce qui manque exactement. Aucun compte n’est nécessaire.
eligibility-description = Si ce que vous avez suffit pour vous présenter à un examen du programme ISO/IEC 20000, et ce qui manque exactement.
eligibility-choose-qualification = Quel examen ?
eligibility-of = Puis-je me présenter à l’examen { $title } ?
eligibility-form-lead = Indiquez ce que vous avez. Les règles appliquées sont celles qui décident des résultats.
eligibility-rules = Ce qui est demandé
eligibility-privacy = Rien de ce que vous saisissez n’est conservé et personne ne demande qui vous êtes. La réponse n’est pas une décision : une preuve compte dès qu’un organisme de certification l’a vérifiée.
eligibility-mistakes =
    { $count ->
        [one] { $count } indication ne peut pas être exacte
       *[other] { $count } indications ne peuvent pas être exactes
    }
eligibility-mistake-at = { $field } : { $mistake }
eligibility-mistake-years = Seuls les jours des années 1900 à 2200 peuvent être saisis.
eligibility-mistake-future = Ce jour est encore à venir. Seul ce qui a eu lieu constitue une preuve.
eligibility-mistake-order = Le dernier jour précède le premier.
eligibility-mistake-twice = Cette indication est arrivée deux fois ; seule la première est affichée. Vérifiez-la.
eligibility-mistake-beginning = Indiquez le premier jour de cette période.
eligibility-mistake-end = Indiquez le dernier jour de cette période, ou que l’activité se poursuit.
eligibility-mistake-ends = Indiquez soit le dernier jour, soit que l’activité se poursuit : pas les deux.
eligibility-mistake-role = Choisissez le rôle dans lequel vous avez mené des audits.
eligibility-mistake-course = Cette formation n’est pas dans le répertoire. Choisissez-en une dans la liste.
eligibility-mistake-completed = Indiquez le jour où vous avez terminé la formation.
eligibility-mistake-awarded = Indiquez le jour où ce certificat a été délivré.
eligibility-yes = Cela suffit
eligibility-yes-means = Avec cela, vous pouvez vous présenter à l’examen { $title } le { $day }, dès qu’un organisme l’aura vérifié.
eligibility-later = Pas encore
eligibility-later-means = Cela ne suffit pas pour { $title } le { $day }, mais il ne manque que du temps.
eligibility-earliest = À partir du { $day }, cela suffit, si ce qui se poursuit aujourd’hui se poursuit jusque-là.
eligibility-no = Cela ne suffit pas
eligibility-no-means = Cela ne suffit pas pour { $title } le { $day }. Attendre n’y changera rien ; ce qui manque figure ci-dessous.
eligibility-basis = Tout ce que vous avez saisi est tenu pour vérifié. Ceci n’est pas une décision.
eligibility-version = Version { $version } du programme
eligibility-found = Ce qui est demandé, et ce que vous avez
eligibility-met = Rempli
eligibility-unmet = Non rempli
eligibility-unneeded = Pas nécessaire
eligibility-day = Jour de l’examen
eligibility-day-hint = Laissez vide pour aujourd’hui.
eligibility-certificates = Certificats dont vous êtes titulaire
eligibility-certificates-hint = Indiquez le jour où chacun a été délivré et, s’il expire, le dernier jour de sa validité. Laissez vide ce que vous n’avez pas, ainsi que ce qui est suspendu ou retiré.
eligibility-certificate-until = { $title } : valable jusqu’au
eligibility-course = Formation accréditée { $title }
eligibility-course-hint = Laissez le jour vide si vous n’en avez terminé aucune. Une formation compte si elle était accréditée le jour où vous l’avez terminée.
eligibility-which-course = Quelle formation
eligibility-any-course = Une autre formation accréditée
eligibility-completed = Terminée le
eligibility-experience = Expérience de la conduite d’audits
eligibility-experience-hint = Indiquez chaque période. Les jours communs à deux périodes comptent une fois. Laissez vide ce dont vous n’avez pas besoin.
eligibility-period = Période { $number }
eligibility-role = Votre rôle
eligibility-choose = Veuillez choisir
eligibility-from = Premier jour
eligibility-to = Dernier jour
eligibility-still = L’activité se poursuit
eligibility-it = Les audits ont lieu dans un environnement informatique
eligibility-button = Voir si cela suffit
eligibility-more = Ajouter une période
eligibility-other = Un autre examen

### What the rules find

finding-anyone = Toute personne peut se présenter à cet examen.
finding-all-met = Toutes les exigences ({ $met }) sont remplies le { $on }.
finding-all = { $met } des { $of } exigences { $met ->
        [one] est remplie
       *[other] sont remplies
    } le { $on } ; toutes sont nécessaires.
finding-any-met = { $met } des { $of } possibilités { $met ->
        [one] est remplie
       *[other] sont remplies
    } le { $on } ; une seule suffit.
finding-any = L’une des { $of } possibilités est nécessaire le { $on }, et aucune n’est remplie.
finding-certificate-none = Aucun certificat { $title } n’est indiqué.
finding-certificate = Aucun certificat { $title } indiqué ne compte le { $on }.
finding-course-none = Aucune formation accréditée { $title } n’est indiquée.
finding-course = Aucune formation indiquée ne compte comme formation accréditée { $title } suivie au plus tard le { $on }.
finding-experience-none =
    Aucune expérience de la conduite d’audits n’est indiquée ; { $years ->
        [one] { $years } an dans un environnement informatique est nécessaire
       *[other] { $years } ans dans un environnement informatique sont nécessaires
    } au { $on }.
finding-experience-nothing-counts =
    Aucune expérience indiquée ne compte ; { $years ->
        [one] { $years } an de conduite d’audits dans un environnement informatique est nécessaire
       *[other] { $years } ans de conduite d’audits dans un environnement informatique sont nécessaires
    } au { $on }.
finding-experience-enough =
    Conduite d’audits dans un environnement informatique au { $on } : { $length } ; { $years ->
        [one] { $years } an est nécessaire
       *[other] { $years } ans sont nécessaires
    }.
finding-experience-short =
    { $length } sur { $years ->
        [one] { $years } an
       *[other] { $years } ans
    } ; il manque { $missing }.
finding-experience-short-by = Au { $on } : { $short }
finding-day-of-course = { $day } (fin de la formation « { $course } »)
finding-day-of-any-course = jour de la fin d’une formation accréditée { $title }
finding-day-of-unnamed-course = { $day } (fin de la formation)
finding-experience-no-course =
    { $years ->
        [one] L’année dans un environnement informatique est comptée
       *[other] Les { $years } ans dans un environnement informatique sont comptés
    } jusqu’au jour où une formation accréditée { $title } a été terminée, et aucune ne compte.
finding-experience-enough-from = Cela suffit pour une formation terminée le { $day } ou plus tard.
length-years =
    { $count ->
        [one] { $count } an
       *[other] { $count } ans
    }
length-months = { $count } mois
length-days =
    { $count ->
        [one] { $count } jour
       *[other] { $count } jours
    }
length-two = { $first } et { $second }
length-three = { $first }, { $second } et { $third }
evidence-sentence = { $what } : { $verdict }.
evidence-certificate = { $title }, certificat { $number } de ce registre, délivré le { $day }
evidence-external = { $title }, délivré le { $day }
evidence-external-numbered = { $title }, numéro { $number }, délivré le { $day }
evidence-unrecognised = La certification « { $code } » { $verdict }.
evidence-unrecognised-numbered = La certification « { $code } » (numéro { $number }) { $verdict }.
evidence-course = La formation « { $course } » de { $organisation }, terminée le { $day }
evidence-course-unnamed = Une formation { $title } sans autre précision, terminée le { $day }
evidence-work = Activité d’{ $role }, du { $from } au { $until }
evidence-work-open = Activité d’{ $role }, du { $from } à aujourd’hui
evidence-role-third-party = auditeur tierce partie
evidence-role-internal = auditeur interne
evidence-role-at = { $role }, { $organisation }
verdict-valid = valide le { $on }
verdict-held = détenu le { $on }
verdict-held-until = détenu le { $on } et valable jusqu’au { $last }
verdict-lapsed-counts = valable jusqu’au { $last }, compte aussi après ce jour
verdict-lapsed = valable jusqu’au { $last }, périmé le { $on }
verdict-accredited = accréditée pour { $title } ce jour-là
verdict-taken-as-accredited = tenue pour accréditée ce jour-là
verdict-counts = compte jusqu’au { $on }
verdict-counts-whole = compte
verdict-counts-to-course = compte jusqu’au jour où une formation accréditée est terminée
verdict-awarded-after = délivré après le { $on }
verdict-suspended = suspendu le { $on }
verdict-withdrawn = retiré le { $on }
verdict-expired = expiré le { $on }
verdict-unverified = pas encore vérifié, ne compte pas
verdict-rejected = rejeté ({ $reason }), ne compte pas
verdict-unrecognised = n’est pas reconnue par le programme et ne compte pas
verdict-other-qualification = formation pour la qualification « { $code } », et non { $title }
verdict-completed-after = terminée après le { $on }
verdict-organisation = dispensée par un organisme de formation qui n’était pas accrédité ce jour-là ({ $why })
verdict-course = pas accréditée ce jour-là ({ $why })
verdict-course-and-organisation = pas accréditée ce jour-là ({ $course }), pas plus que l’organisme de formation qui l’a dispensée ({ $organisation })
lapse-not-before = accréditation à partir du { $day }
lapse-suspended = accréditation suspendue depuis le { $day }
lapse-withdrawn = accréditation retirée le { $day }
lapse-until = accréditation jusqu’au { $day }
verdict-no-it = hors d’un environnement informatique, ne compte pas
verdict-role = dans un rôle qui ne compte pas
verdict-began-after = commencée après le { $on }

### About the registry

about-title = À propos de ce registre
about-lead = Ce registre décide selon des règles écrites : { $scheme }. Il motive chaque décision, et chacun peut la contrôler.
about-decides = Comment il décide
about-rules = Les règles tiennent dans un seul fichier du responsable du programme. Sa version { $version } est en vigueur, et chaque décision indique la version selon laquelle elle a été prise. Voici les qualifications, avec qui peut se présenter et comment se déroule l’examen :
about-results = Le registre évalue chaque exigence au jour de l’examen et dit en une fois tout ce qui manque. Il calcule le résultat à partir des points ; personne ne le lui fournit.
about-eligibility = Vérifiez si ce que vous avez suffit.
about-who = Qui décide de quoi
about-bodies = Organismes de certification
about-bodies-do = Ils font passer les examens, vérifient les preuves, transmettent les points et auditent les organismes.
about-registry = Le registre
about-registry-does = Il applique les règles à ce que les organismes transmettent, refuse ce qu’elles ne permettent pas et délivre les certificats.
about-registrars = Responsables du registre
about-registrars-do = Ils relèvent du responsable du programme. Ils inscrivent les organismes, accréditent les formations, examinent les périmètres, et suspendent ou retirent des certificats, chaque fois avec un motif qui reste enregistré.
about-auditors =
    { $count ->
        [one] L’inscription d’un organisme nomme au moins { $count } auditeur agréé : titulaire d’un certificat { $title } valide, ou inscrit sur la liste propre des responsables du registre.
       *[other] L’inscription d’un organisme nomme au moins { $count } auditeurs agréés : titulaires d’un certificat { $title } valide, ou inscrits sur la liste propre des responsables du registre.
    }
about-scopes =
    { $reviews ->
        [one] Avant la publication du certificat d’un organisme, un responsable du registre examine son périmètre, { $reviews } fois. Sans accord, la demande est retirée.
       *[other] Avant la publication du certificat d’un organisme, un responsable du registre examine son périmètre, au plus { $reviews } fois. Si le dernier examen n’aboutit pas à un accord, la demande est retirée.
    }
about-statuses = Ce que signifie chaque statut
about-history = Rien n’est écrasé : ce qui a été enregistré reste, et le statut à tout jour passé peut être consulté.
about-check = Comment nous contrôler
about-verify = Par le numéro du certificat, ou par le fichier lui-même : on voit alors aussi s’il a été modifié.
about-signed = Les certificats existent sous forme de fichiers signés que chacun peut contrôler sans nous. Ils sont signés sous cet identifiant :
about-did = Document DID
about-keys = Clés publiques
about-issuer = Émetteur
about-lists = Des listes de statut signées disent si un certificat vaut encore. Chacune en couvre un très grand nombre : la consulter ne nous apprend pas lequel vous intéresse.
about-command = Le programme contrôle un fichier sur votre propre ordinateur :
about-programs = Tout ce que vous voyez ici, les programmes peuvent aussi le lire :
about-feed = Les changements du répertoire, en flux
about-privacy = Ce que voient les autres
about-names = Le numéro d’un certificat donne son statut, sa qualification, son édition et ses dates, ainsi que l’organisme qui a fait passer l’examen. Le nom n’est affiché que si son titulaire y a consenti ; sinon, qui connaît le nom de famille peut le comparer.
about-tracks = Ces pages ne déposent aucun cookie et ne font appel à aucun autre service. Ni les numéros ni les noms que vous consultez ne sont inscrits au journal.

### The feed of changes

feed-title = Modifications de l’annuaire
feed-subtitle = Ce qui a changé pour les organismes de certification, les formations et les certificats des organisations, le plus récent d’abord.
feed-effective = Avec effet au { $day }
feed-body-listed = { $name } : inscrit comme organisme de certification
feed-body-suspended = { $name } : inscription suspendue
feed-body-reinstated = { $name } : inscription rétablie
feed-body-withdrawn = { $name } : inscription retirée
feed-training-accredited = { $name } : accrédité comme organisme de formation
feed-training-extended = { $name } : accréditation prolongée
feed-training-suspended = { $name } : accréditation suspendue
feed-training-reinstated = { $name } : accréditation rétablie
feed-training-withdrawn = { $name } : accréditation retirée
feed-course-accredited = { $name } : formation accréditée
feed-course-extended = { $name } : accréditation de la formation prolongée
feed-course-suspended = { $name } : accréditation de la formation suspendue
feed-course-reinstated = { $name } : accréditation de la formation rétablie
feed-course-withdrawn = { $name } : accréditation de la formation retirée
feed-certificate-published = { $name } : certificat publié
feed-certificate-suspended = { $name } : certificat suspendu
feed-certificate-reinstated = { $name } : certificat rétabli
feed-certificate-withdrawn = { $name } : certificat retiré
feed-certificate-transferred = { $name } : certificat transféré à un autre organisme
feed-training-suspension-ended = { $name } : fin de la suspension de l’accréditation
feed-training-ended = { $name } : accréditation expirée
feed-course-suspension-ended = { $name } : fin de la suspension de l’accréditation de la formation
feed-course-ended = { $name } : accréditation de la formation expirée
feed-certificate-suspension-ended = { $name } : fin de la suspension du certificat
feed-certificate-expired = { $name } : certificat expiré

### The certificate on paper

paper-certificate = Certificat
paper-certifies = Il est certifié que
paper-awarded = a satisfait à toutes les exigences du programme et obtient la qualification
paper-examined = examen fondé sur { $edition }
paper-examined-by = examen organisé par { $body } et fondé sur { $edition }
paper-number = Numéro du certificat :
paper-awarded-on = Délivré le :
paper-valid-until = Valide jusqu’au :
paper-valid-for-good = sans date de fin
paper-confirmation = Confirmation
paper-confirms = Le registre confirme que
paper-is-certified = est certifiée selon
paper-certified-by = par { $body }
paper-valid-from = Valide à partir du :
paper-confirmation-title = Confirmation : { $holder } est certifiée selon { $edition }
paper-check = Vérifier ce certificat
paper-scan = Scannez le code, ou vérifiez à l’adresse
paper-check-at = Vérifier ce certificat à l’adresse { $address }
paper-decides = C’est le registre qui fait foi, et non ce document : un certificat peut être suspendu ou retiré.
paper-code = Code QR contenant l’adresse où vérifier ce certificat : { $address }
paper-issued = Émis par { $issuer } le { $day }. Le certificat signé est joint à ce fichier.
paper-title = Certificat { $qualification } de { $holder }
paper-description = Certificat { $number }. À vérifier à l’adresse { $address }
paper-attachment = Le certificat signé { $number }
paper-demonstration = DÉMONSTRATION
paper-demonstration-means = Démonstration : les données sont inventées, et ceci n’est pas un certificat.
paper-unshown = Le registre n’a pas de police pour { $scripts } : des lettres d’un nom figurent ici par leurs numéros Unicode. Le certificat signé joint contient le nom tel qu’il est enregistré.

# /open-data
open-data-title = Données ouvertes
open-data-lead = Tout ce que l’annuaire montre au public, sous forme de fichiers : organismes de certification, cours, organismes de formation et organisations certifiées. Ils sont produits une fois par jour.
open-data-files = Fichiers
open-data-as-of = État au { $day }
open-data-files-table = Les fichiers, en CSV pour les tableurs et en NDJSON pour les programmes
open-data-file = Fichier
open-data-lines = Lignes
open-data-kilobytes = Kilo-octets
open-data-manifest = La liste signée de ces fichiers
open-data-none = Il n’y a pas encore de fichiers. Les premiers sont produits quelques minutes après le démarrage du registre.
open-data-resumed = Un téléchargement interrompu peut être repris. Les fichiers des sept derniers jours sont conservés.
open-data-licence = Licence
open-data-no-licence = L’exploitant de ce registre n’a choisi aucune licence. Les fichiers peuvent être utilisés dans la mesure où la loi le permet.
open-data-check = Vérifier les fichiers
open-data-check-note = La liste signée est une JSON Web Signature (RS256). Sa clé figure parmi celles de ce registre dans /.well-known/did.json. Comparez le SHA-256 de chaque fichier avec celui de la liste : ce qui est identique a été produit ici et n’a pas été modifié.
open-data-dictionary = Signification des colonnes
open-data-dictionary-note = Les noms et leurs significations sont en anglais. Pour les programmes :
open-data-column = Colonne
open-data-type = Type
open-data-meaning = Signification
