"""The guides' words in French."""

from typing import Final

from contests.guides.words import Words

WORDS: Final[dict[str, Words]] = {
    "logo": Words(
        deliverables=(
            "Fichier vectoriel en une couleur",
            "Fichier vectoriel en couleurs",
            "Version pour petites tailles",
        ),
        sizes="Lisible à 16 px et à 12 mm ; fonctionne en une couleur.",
        rights_scope="Tous les usages du logo par la marque, imprimés et à l’écran",
        hint="Dites où le logo sera le plus vu, et à quoi il ne doit pas ressembler.",
        title="Un signe pour un atelier de réparation ambulant",
        summary="Un même signe pour une camionnette, un ticket et une veste, tracé comme un outil.",
        description="Brome répare des vélos dans les rues de trois villes. On réserve une place, la camionnette "
        "vient.\n\n**Il "
        "nous faut** un signe que l’on reconnaît sur une camionnette qui roule et tamponné sur un ticket.\n\n- "
        "d’abord en "
        "une couleur ; les couleurs viendront\n- ni roue, ni chaîne, ni clé\n- le nom est *Brome*, avec ou sans le "
        "signe\n\n**C’est réussi si** un enfant peut le redessiner de mémoire.",
        audience="Des gens de 20 à 70 ans qui vont au travail à vélo, et les trois mécaniciens qui le portent.",
    ),
    "identity": Words(
        deliverables=("Signe et variantes", "Couleurs et caractères", "Deux applications", "Une page de règles"),
        sizes="Papier à lettres A4, enseigne 60 × 60 cm, carré pour les réseaux.",
        rights_scope="Tous les usages par la marque, imprimés, en enseigne et à l’écran",
        hint="Nommez les trois choses auxquelles l’identité servira la première année.",
        title="L’allure d’une bibliothèque itinérante",
        summary="Signe, couleurs et lettres pour deux bibliobus qui desservent quarante villages.",
        description="La bibliothèque vit de bénévoles et de l’argent des villages. Elle n’a jamais eu d’allure à "
        "elle.\n\n**Il "
        "nous faut** un signe, deux ou trois couleurs et un caractère gratuit.\n\n- sur deux bus, des cartes en "
        "papier et "
        "un petit site\n- composé par des gens sans logiciel de dessin\n- ni livre ouvert, ni chouette",
        audience="Des familles et des personnes de plus de 60 ans, dans des villages sans librairie.",
    ),
    "packaging": Words(
        deliverables=("Décor sur le tracé de découpe", "Une mise en volume", "Fichiers pour l’imprimeur"),
        sizes="Joignez le tracé de découpe ; 3 mm de fond perdu.",
        rights_scope="Emballage, présentoirs et boutiques en ligne du produit",
        hint="Joignez le tracé de découpe et tous les textes que la loi demande.",
        title="Une boîte pour douze tomates séchées",
        summary="Une petite boîte qui dit où les tomates ont poussé, sans une tomate dessus.",
        description="Six maraîchers sèchent leurs tomates au soleil et les vendent en épicerie.\n\n**Il nous faut** "
        "le décor "
        "d’une boîte et un système pour trois autres sortes.\n\n- deux couleurs sur carton gris\n- le nom du maraîcher "
        "plus grand que le nôtre\n- le texte du dos est joint, on ne peut pas le raccourcir\n\n**À éviter :** les "
        "lettres "
        "rustiques, la ficelle.",
        audience="Des gens qui lisent les étiquettes, de 30 à 60 ans, dans de petits magasins.",
    ),
    "poster": Words(
        deliverables=("Affiche en PDF pour l’impression", "Version carrée pour l’écran"),
        sizes="60 × 80 cm avec 5 mm de fond perdu ; carré de 1080 px.",
        rights_scope="Affichage, programme, site et réseaux de l’événement",
        hint="Donnez tous les mots qui doivent y figurer, par ordre d’importance.",
        title="Une affiche pour une nuit de radio lente",
        summary="Elle annonce une nuit d’écoute dans une piscine sans eau.",
        description="Du soir au matin, on s’allonge sur des matelas dans un bassin vide et l’on écoute.\n\n**Sur "
        "l’affiche :** "
        "Radio lente, 12 septembre, Bains d’Orme, entrée libre.\n\n- lisible à dix mètres\n- deux couleurs et le "
        "blanc du "
        "papier\n- ni casque, ni onde, ni micro",
        audience="Des étudiants et des voisins qui n’ont jamais rien fait de tel.",
    ),
    "illustration": Words(
        deliverables=("Illustration en taille réelle", "Fichier de travail avec calques"),
        sizes="Donnez la taille finale, le fond et la résolution.",
        rights_scope="La publication nommée dans le brief et ce qui l’annonce",
        hint="Pour chaque image, dites ce qu’il faut comprendre sans le texte.",
        title="Quatre images pour un guide des trains de nuit",
        summary="Une image par saison, vue de la couchette.",
        description="Un petit guide explique comment dormir en train. Chaque partie s’ouvre sur une image.\n\n**Quatre "
        "images**, une par saison, toujours de la couchette vers la fenêtre.\n\n- chaud dedans, froid dehors\n- des "
        "gens "
        "de dos, ou personne\n- pour participer, une esquisse suffit",
        audience="Des voyageurs qui ne prennent pas l’avion, dès 18 ans.",
    ),
    "book-cover": Words(
        deliverables=("Première, dos et quatrième en PDF", "La première seule pour l’écran"),
        sizes="Première 130 × 205 mm ; dos 18 mm ; 3 mm de fond perdu.",
        rights_scope="Cette édition, ses réimpressions et ce qui les annonce",
        hint="Racontez le livre en cinq phrases, fin comprise.",
        title="Couverture d’un roman sur deux liftières",
        summary="Calme, verticale, un peu drôle ; elle doit tenir en vignette.",
        description="Deux femmes tiennent le dernier ascenseur gardé d’un grand magasin. L’une d’elles entend "
        "tout.\n\n**Nous "
        "aimons** que la lettre fasse le travail, avec une image au plus.\n\n- titre, autrice et éditeur en "
        "première\n- "
        "pas de photo de femme de dos\n- le texte de quatrième est joint",
        audience="Des lectrices et lecteurs de romans contemporains, en librairie et en ligne.",
    ),
    "web-page": Words(
        deliverables=("La page à 390 et 1440 px", "États des liens, boutons et champs", "Couleurs et lettres nommées"),
        sizes="390 et 1440 px de large ; contraste des textes d’au moins 4,5 pour 1.",
        rights_scope="Le site de la marque et ce qui l’annonce",
        hint="Écrivez d’abord les vrais textes : on ne dessine pas une page autour de textes vides.",
        title="La page d’une horlogère qui répond par lettre",
        summary="Une longue page qui mène à une seule chose : demander un devis.",
        description="Orsel répare des pendules et en prend trente par an.\n\n**La page** montre comment se passe une "
        "réparation, "
        "ce qu’elle coûte et comment la demander.\n\n- mobile d’abord\n- rien ne bouge tout seul\n- textes et neuf "
        "photos "
        "joints\n\n**C’est réussi si** une personne de 75 ans va jusqu’au bout.",
        audience="Des gens qui ont une vieille pendule, souvent plus de 50 ans, souvent sur un téléphone.",
    ),
    "pattern": Words(
        deliverables=("Raccord vectoriel ou à 600 dpi", "Deux gammes de couleurs"),
        sizes="Donnez la largeur du raccord et ce sur quoi il est imprimé.",
        rights_scope="Le produit nommé dans le brief et ce qui l’annonce",
        hint="Dites comment il est imprimé et combien de couleurs cela permet.",
        title="Un motif pour la doublure d’imperméables",
        summary="On ne le voit que lorsque quelqu’un ôte son manteau.",
        description="Nous faisons des manteaux unis. La doublure peut être tout sauf unie.\n\n**Un raccord** de 32 "
        "cm de large, "
        "quatre couleurs au plus.\n\n- il parle du temps qu’il fait, sans goutte ni nuage\n- il doit cacher une "
        "couture "
        "tous les 60 cm",
        audience="Des gens qui cherchent un bon manteau, un seul.",
    ),
    "naming": Words(
        deliverables=("Trois noms, chacun justifié", "Une première recherche d’antériorité"),
        sizes="Trois syllabes au plus ; dites dans quelles langues il se prononce.",
        rights_scope="Nom, nom de domaine et marque du produit",
        hint="Dites quels noms ont déjà été refusés, et pourquoi.",
        title="Un nom pour une réserve d’outils partagés",
        summary="Les gens d’une rue se prêtent leurs outils ; la remise cherche un nom.",
        description="Une remise, deux cents outils, une liste sur la porte.\n\n**Le nom** est peint au-dessus et se "
        "dit au "
        "téléphone.\n\n- trois syllabes au plus\n- il se dit pareil en français et en anglais\n- ni « partage », ni "
        "« boucle », ni rien en « hub »",
        audience="Des voisins de tous âges, dont beaucoup lisent peu.",
    ),
    "storyboard": Words(
        deliverables=("Vignettes avec cadre et son", "Une page sur le ton et le rythme"),
        sizes="12 à 20 vignettes en 16:9 ; une page A3 pour six vignettes.",
        rights_scope="Le film nommé dans le brief et ce qui l’annonce",
        hint="Donnez la durée du film et ce qui doit y être dit mot pour mot.",
        title="Trente secondes pour baisser le chauffage",
        summary="Un film sans voix pour les écrans des tramways.",
        description="La ville voudrait que l’on chauffe un degré de moins, sans faire la leçon.\n\n**Trente "
        "secondes**, muettes, "
        "vues de côté et d’un œil.\n\n- une idée, pas de chiffres\n- pas d’enfants qui font la morale\n- se termine "
        "sur "
        "les mots joints",
        audience="Tout le monde dans un tram, à sept heures du matin.",
    ),
}
