"""Old notes that were written down, with what a person would read in them, before the reader had seen any of them.

Each is a text and its facts. What a text does not say stands in no fact: then the field has to be empty.
"""

from datetime import date, time

TASK, DECISION, INFORMATION = "task", "decision", "information"

LABELS_OF_EVERY_DAY = """Извештај од средба на РГ 3.6
Одржана на: 7 ноември 2022 г. (понеделник), 11.00 ч.
Каде: Скопје, Министерство за правда, сала 4
Учествуваа:
– Лице Прво (Министерство за правда)
– Лице Второ (Министерство за здравство)
– Лице Трето (Светла порта)
Не дојде: Лице Четврто од Министерство за труд и социјална политика
Повод за средбата: подготовка на годишниот преглед.
Теми за разговор:
1) годишен преглед
2) план за обуки
Тек на разговорот
Членовите разменија мислења за прегледот. Обуките доцнат.
Што се договоривме:
1) Министерство за здравство доставува список на обуки до 21 ноември 2022 г.
2) Сите членови читаат нацрт до 30.11.2022
"""

ONE_PARAGRAPH = """На 7 декември 2022 година, со почеток во 10:30 часот, преку платформата Зум се одржа состанок на работната група 3.6. На состанокот присуствуваа Лице Прво од Министерство за правда, Лице Второ од Министерство за здравство и Лице Трето од Светла порта. Целта на состанокот беше да се договорат роковите за наредната година. Беше разговарано за доцнењето на обуките. Се заклучи дека Министерство за правда ќе достави податоци најдоцна до 20 декември 2022 година.
"""

OVER_TWO_MONTHS = """ЗАПИСНИК
од консултации на работната група 4.1
Период: од 28 февруари до 3 март 2023 година
Начин: телефонски
Консултирани членови: Лице Прво, Министерство за правда; Лице Второ, ЗОРА
Предмет: состојба со активностите
Констатации
Нема нови активности поради недостиг на средства.
Договорено е следното:
- ЗОРА ќе испрати извештај до 10 март 2023 година;
- координаторот ќе ги обедини податоците до 15 март 2023 година.
"""

NUMBERED_TABLE = """Работна група: 3.6
Ден на одржување: среда, 15 март 2023 год.
Час: 13:00 – 14:30
Место на одржување: Велес
Присуство
Р. бр.\tИнституција\tИме и презиме\tПотпис
1.\tМинистерство за правда\tЛице Прво\t
2.\tМинистерство за труд и социјална политика\tЛице Второ\t
Отсутни со оправдание
Министерство за здравство
Дневен ред
Точка 1: Извештај за првиот квартал
Точка 2: Разно
Заклучоци:
По точка 1: Извештајот е усвоен.
По точка 2: Следниот состанок е во април.
"""

ROMAN_MONTH = """Тетово, 15.III.2023 година

Состанок на работна група 3.6

Присутни членови: Министерство за правда, Министерство за здравство
Отсутни членови: Светла порта
Цел на состанокот: проверка на роковите
Заклучок: Членовите доставуваат податоци во рок до 31.III.2023 година.
"""

SERBIAN_OVER_MONTHS = """ЗАПИСНИК
са састанка радне групе 3.6
Време одржавања: 30. новембар – 2. децембар 2022. године
Место одржавања: Ниш, велика сала
Састанку су присуствовали:
1. Лице Прво, Министарство правде
2. Лице Друго, Министарство здравља
Одсутан: Лице Треће, Удружење Зора
Сврха састанка: припрема извештаја
Дневни ред:
1. Извештај за трећи квартал
2. Остало
Ток састанка:
Чланови су поднели податке. Рокови су поштовани.
Одлуке:
1. Усваја се план рада.
2. Министарство здравља доставља податке у року до 15. децембра 2022. године.
"""

SERBIAN_IN_ONE_GO = """Дана 9. фебруара 2023. године у 12 часова одржан је онлајн састанак радне групе 4.1. Састанку су присуствовали представници: Министарство правде и Удружење Зора. Циљ састанка био је договор о роковима. Договорено је да сви чланови доставе податке до 20. фебруара 2023. године.
"""

CONSULTED_BY_TELEPHONE = """Beleška o konsultacijama
Radna grupa 3.6
Datum: od 1. do 4. februara 2023. godine
Način: telefonom i elektronskom poštom
Konsultovani:
- Lice Prvo, Ministarstvo pravde
- Lice Drugo, Ministarstvo zdravlja
Predmet konsultacija: stanje aktivnosti
Pitanja:
- obuke
- troškovi
Rezime:
Ministarstvo pravde nema novih aktivnosti. Obuke su odložene.
Dogovoreno:
- Svi članovi šalju podatke najkasnije do 10. februara 2023. godine.
"""

SERBIAN_ONLINE = """Sastanak radne grupe br. 3.6
Sastanak je održan onlajn, 5. maja 2023. godine, od 10 do 11.30 časova.
Prisustvovali su: Lice Prvo (Ministarstvo pravde) i Lice Drugo (Ministarstvo zdravlja).
Opravdano odsutni: Lice Treće (Udruženje Zora)
Teme sastanka: 1. plan obuka; 2. budžet
Razgovor
Budžet još nije poznat.
Zadaci:
Ministarstvo zdravlja – spisak obuka – do 15.5.2023.
Ministarstvo pravde – pregled budžeta – do 20.5.2023.
"""

ALBANIAN_NOTES = """Shënime nga takimi i grupit punues 3.6
Data: 28 shkurt – 2 mars 2023
Vendi: Tetovë, salla e vogël
Të pranishëm:
1. Personi Parë, Ministria e Drejtësisë
2. Personi Dytë, Ministria e Shëndetësisë
Të munguar: Personi Tretë, OJQ Agimi
Qëllimi i takimit: përgatitja e raportit
Pikat e rendit të ditës:
- trajnimet
- buxheti
Rrjedha e takimit
Trajnimet kanë filluar. Buxheti nuk dihet.
Konkluzione:
- Miratohet plani i punës.
- Ministria e Shëndetësisë dërgon listën e trajnimeve deri më 15 mars 2023.
"""

ALBANIAN_ONLINE = """Takimi i grupit të punës 4.1 u mbajt online më 12 qershor 2023, në orën 14:00. Morën pjesë Ministria e Drejtësisë dhe Shoqata Agimi. Qëllimi i takimit ishte caktimi i afateve. U vendos që të gjithë anëtarët të dërgojnë të dhënat deri më 20 qershor 2023.
"""

ENGLISH_ACTIONS = """Meeting notes – Working Group 3.6
When: 30 May – 1 June 2023
Where: Ohrid, Hotel Park
Attendees: First Person (Ministry of Justice), Second Person (Ministry of Health)
Not attending: Third Person (CSO Dawn)
Objective: prepare the annual review
Topics:
* training
* budget
Summary of discussion
Training has begun. The budget is not known.
Action points:
* Ministry of Health – send the list of courses by 15 June 2023
* All members – read the draft by 20 June 2023
"""

ENGLISH_ISO = """Working group 3.6 – minutes
Date of meeting: 2023-03-14
Time: 9:30 – 11:00
Venue: Skopje, room 2
Present: Ms First Person, Ministry of Justice
Regrets: Ms Second Person, Ministry of Health
Agenda items
Item 1. Deadlines
Item 2. Any other business
Minutes
Everybody agreed that the deadlines hold.
Decisions
The work plan was approved with 5 votes in favour and 1 against.
Action items
Ministry of Justice will send the data no later than 31 March 2023.
"""

ENGLISH_CALLS = """On September 29 to October 3, 2022 the coordinator of working group 3.6 consulted the members by telephone. The following members were consulted: Ministry of Justice and Ministry of Health. The aim of the consultation was to check the data of the quarter. It was agreed that Ministry of Justice sends its data by October 10, 2022.
"""

A_MONTH_IN_ALBANIAN = """Grupi i punës 3.6
Periudha: mars 2023
Mënyra: me telefon
Të konsultuar: Ministria e Drejtësisë
Qëllimi: gjendja e aktiviteteve
Përfundime
Detyrimet vazhdojnë.
"""

ONE_DAY_AFTER_THE_OTHER = """Белешка – работна група 4.1
Консултации по е-пошта и телефон, 1, 2 и 3 февруари 2023 година
Контактирани: Министерство за правда и ЗОРА
Не одговори: нема
Дневен ред:
а. обуки
б. средства
Заклучоци
Нема забележано напредок. Министерство за правда ќе извести до крајот на месецот.
"""

PRESENT_WERE = """ИЗВЕШТАЈ од одржан состанок на работната група 4.1

Состанокот се одржа во Битола, на 21.04.2023 година, со почеток во 9 часот.
Присутни беа: г-дин Лице Прво од Министерство за правда и г-ѓа Лице Второ од ЗОРА.
Целта на состанокот беше да се провери напредокот.
Дневен ред:
1. Напредок
2. Следни чекори
Расправа:
Напредокот е мал.
Препораки:
1. ЗОРА да достави извештај до 5 мај 2023 година.
"""

ABSENCE_EXCUSED = """Процесвербал
Radna grupa 3.6
Održano: 17. i 18. novembra 2022, Kragujevac
Prisutni: Lice Prvo, Ministarstvo pravde
Opravdali izostanak: Lice Drugo, Ministarstvo zdravlja
Cilj: dogovor o obukama
Dnevni red
a) obuke
b) razno
Diskusija: Obuke kasne.
Zaključak: Ministarstvo pravde dostavlja spisak do 30. novembra 2022. godine.
"""

IN_THE_AFTERNOON = """Notulen
Working group 4.1, quarterly review
Held on: 12th of May 2023, 2 pm, Skopje
Participants: First Person (Ministry of Justice); Second Person (CSO Dawn)
Purpose of the meeting: quarterly review
Agenda: 1. progress; 2. next quarter
Conclusions:
1. Progress is limited.
2. The Ministry of Justice shall report by 31 May 2023.
"""

CONSULTED_IN_ALBANIAN = """Takim konsultativ i grupit të punës 3.6, 5–6 prill 2023
Mënyra e mbajtjes: me postë elektronike
U konsultuan: Ministria e Drejtësisë dhe Ministria e Shëndetësisë
Qëllimi: mbledhja e të dhënave
Konkluzione
Të gjithë anëtarët dërgojnë të dhënat deri më 10 prill 2023.
"""

FACTS = {
    "PRESENT_WERE": {
        "group": "4.1",
        "days": (date(2023, 4, 21),) * 2,
        "hours": (time(9), None),
        "place": "Битола",
        "attendance": {"justice": "present", "dawn": "present"},
        "purpose": "Целта на состанокот беше да се провери напредокот.",
        "agenda": ["Напредок", "Следни чекори"],
        "discussion": "Напредокот е мал.",
        "conclusions": [(TASK, "organization", date(2023, 5, 5))],
    },
    "ABSENCE_EXCUSED": {
        "group": "3.6",
        "days": (date(2022, 11, 17), date(2022, 11, 18)),
        "place": "Kragujevac",
        "attendance": {"justice": "present", "health": "excused"},
        "purpose": "dogovor o obukama",
        "agenda": ["obuke", "razno"],
        "discussion": "Obuke kasne.",
        "conclusions": [(TASK, "organization", date(2022, 11, 30))],
    },
    "IN_THE_AFTERNOON": {
        "group": "4.1",
        "days": (date(2023, 5, 12),) * 2,
        "hours": (time(14), None),
        "place": "Skopje",
        "attendance": {"justice": "present"},
        "guests": [("Second Person", "CSO Dawn")],
        "purpose": "quarterly review",
        "agenda": ["progress", "next quarter"],
        "conclusions": [(INFORMATION, "", None), (TASK, "organization", date(2023, 5, 31))],
    },
    "CONSULTED_IN_ALBANIAN": {
        "group": "3.6",
        "kind": "consultation",
        "days": (date(2023, 4, 5), date(2023, 4, 6)),
        "modes": ("email",),
        "attendance": {"justice": "consulted", "health": "consulted"},
        "purpose": "mbledhja e të dhënave",
        "conclusions": [(TASK, "everyone", date(2023, 4, 10))],
    },
    "LABELS_OF_EVERY_DAY": {
        "group": "3.6",
        "days": (date(2022, 11, 7), date(2022, 11, 7)),
        "hours": (time(11), None),
        "modes": ("in_person",),
        "place": "Скопје, Министерство за правда, сала 4",
        "attendance": {"justice": "present", "health": "present", "gate": "present", "labour": "absent"},
        "purpose": "подготовка на годишниот преглед.",
        "agenda": ["годишен преглед", "план за обуки"],
        "discussion": "Членовите разменија мислења за прегледот. Обуките доцнат.",
        "conclusions": [(TASK, "organization", date(2022, 11, 21)), (TASK, "everyone", date(2022, 11, 30))],
    },
    "ONE_PARAGRAPH": {
        "group": "3.6",
        "days": (date(2022, 12, 7), date(2022, 12, 7)),
        "hours": (time(10, 30), None),
        "modes": ("online",),
        "attendance": {"justice": "present", "health": "present", "gate": "present"},
        "purpose": "Целта на состанокот беше да се договорат роковите за наредната година.",
        "discussion": "Беше разговарано за доцнењето на обуките.",
        "conclusions": [(TASK, "organization", date(2022, 12, 20))],
    },
    "OVER_TWO_MONTHS": {
        "group": "4.1",
        "kind": "consultation",
        "days": (date(2023, 2, 28), date(2023, 3, 3)),
        "modes": ("telephone",),
        "attendance": {"justice": "consulted", "dawn": "consulted"},
        "purpose": "состојба со активностите",
        "discussion": "Нема нови активности поради недостиг на средства.",
        "reason": "недостиг на средства",
        "conclusions": [(TASK, "organization", date(2023, 3, 10)), (TASK, "member", date(2023, 3, 15))],
    },
    "NUMBERED_TABLE": {
        "group": "3.6",
        "days": (date(2023, 3, 15), date(2023, 3, 15)),
        "hours": (time(13), time(14, 30)),
        "place": "Велес",
        "attendance": {"justice": "present", "labour": "present", "health": "excused"},
        "agenda": ["Извештај за првиот квартал", "Разно"],
        "conclusions": [(DECISION, "", None), (INFORMATION, "", None)],
    },
    "ROMAN_MONTH": {
        "group": "3.6",
        "days": (date(2023, 3, 15), date(2023, 3, 15)),
        "place": "Тетово",
        "attendance": {"justice": "present", "health": "present", "gate": "absent"},
        "purpose": "проверка на роковите",
        "conclusions": [(TASK, "everyone", date(2023, 3, 31))],
    },
    "SERBIAN_OVER_MONTHS": {
        "group": "3.6",
        "days": (date(2022, 11, 30), date(2022, 12, 2)),
        "modes": ("in_person",),
        "place": "Ниш, велика сала",
        "attendance": {"justice": "present", "health": "present"},
        "guests": [("Лице Треће", "Удружење Зора")],
        "purpose": "припрема извештаја",
        "agenda": ["Извештај за трећи квартал", "Остало"],
        "discussion": "Чланови су поднели податке. Рокови су поштовани.",
        "conclusions": [(DECISION, "", None), (TASK, "organization", date(2022, 12, 15))],
    },
    "SERBIAN_IN_ONE_GO": {
        "group": "4.1",
        "days": (date(2023, 2, 9), date(2023, 2, 9)),
        "hours": (time(12), None),
        "modes": ("online",),
        "attendance": {"justice": "present"},
        "guests": [("", "Удружење Зора")],
        "purpose": "Циљ састанка био је договор о роковима.",
        "conclusions": [(TASK, "everyone", date(2023, 2, 20))],
    },
    "CONSULTED_BY_TELEPHONE": {
        "group": "3.6",
        "kind": "consultation",
        "days": (date(2023, 2, 1), date(2023, 2, 4)),
        "modes": ("email", "telephone"),
        "attendance": {"justice": "consulted", "health": "consulted"},
        "purpose": "stanje aktivnosti",
        "agenda": ["obuke", "troškovi"],
        "discussion": "Ministarstvo pravde nema novih aktivnosti. Obuke su odložene.",
        "conclusions": [(TASK, "everyone", date(2023, 2, 10))],
    },
    "SERBIAN_ONLINE": {
        "group": "3.6",
        "days": (date(2023, 5, 5), date(2023, 5, 5)),
        "hours": (time(10), time(11, 30)),
        "modes": ("online",),
        "attendance": {"justice": "present", "health": "present"},
        "guests": [("Lice Treće", "Udruženje Zora")],
        "agenda": ["plan obuka", "budžet"],
        "discussion": "Budžet još nije poznat.",
        "conclusions": [(TASK, "organization", date(2023, 5, 15)), (TASK, "organization", date(2023, 5, 20))],
    },
    "ALBANIAN_NOTES": {
        "group": "3.6",
        "days": (date(2023, 2, 28), date(2023, 3, 2)),
        "modes": ("in_person",),
        "place": "Tetovë, salla e vogël",
        "attendance": {"justice": "present", "health": "present"},
        "guests": [("Personi Tretë", "OJQ Agimi")],
        "purpose": "përgatitja e raportit",
        "agenda": ["trajnimet", "buxheti"],
        "discussion": "Trajnimet kanë filluar. Buxheti nuk dihet.",
        "conclusions": [(DECISION, "", None), (TASK, "organization", date(2023, 3, 15))],
    },
    "ALBANIAN_ONLINE": {
        "group": "4.1",
        "days": (date(2023, 6, 12), date(2023, 6, 12)),
        "hours": (time(14), None),
        "modes": ("online",),
        "attendance": {"justice": "present"},
        "guests": [("", "Shoqata Agimi")],
        "purpose": "Qëllimi i takimit ishte caktimi i afateve.",
        "conclusions": [(TASK, "everyone", date(2023, 6, 20))],
    },
    "ENGLISH_ACTIONS": {
        "group": "3.6",
        "days": (date(2023, 5, 30), date(2023, 6, 1)),
        "place": "Ohrid, Hotel Park",
        "attendance": {"justice": "present", "health": "present"},
        "guests": [("Third Person", "CSO Dawn")],
        "purpose": "prepare the annual review",
        "agenda": ["training", "budget"],
        "discussion": "Training has begun. The budget is not known.",
        "conclusions": [(TASK, "organization", date(2023, 6, 15)), (TASK, "everyone", date(2023, 6, 20))],
    },
    "ENGLISH_ISO": {
        "group": "3.6",
        "days": (date(2023, 3, 14), date(2023, 3, 14)),
        "hours": (time(9, 30), time(11)),
        "modes": ("in_person",),
        "place": "Skopje, room 2",
        "attendance": {"justice": "present", "health": "excused"},
        "agenda": ["Deadlines", "Any other business"],
        "discussion": "Everybody agreed that the deadlines hold.",
        "conclusions": [(DECISION, "", None), (TASK, "organization", date(2023, 3, 31))],
    },
    "ENGLISH_CALLS": {
        "group": "3.6",
        "kind": "consultation",
        "days": (date(2022, 9, 29), date(2022, 10, 3)),
        "modes": ("telephone",),
        "attendance": {"justice": "consulted", "health": "consulted"},
        "purpose": "The aim of the consultation was to check the data of the quarter.",
        "conclusions": [(TASK, "organization", date(2022, 10, 10))],
    },
    "A_MONTH_IN_ALBANIAN": {
        "group": "3.6",
        "kind": "consultation",
        "days": (date(2023, 3, 1), date(2023, 3, 31)),
        "is_month_only": True,
        "modes": ("telephone",),
        "attendance": {"justice": "consulted"},
        "purpose": "gjendja e aktiviteteve",
        "conclusions": [(INFORMATION, "", None)],
    },
    "ONE_DAY_AFTER_THE_OTHER": {
        "group": "4.1",
        "kind": "consultation",
        "days": (date(2023, 2, 1), date(2023, 2, 3)),
        "modes": ("email", "telephone"),
        "attendance": {"justice": "consulted", "dawn": "consulted"},
        "agenda": ["обуки", "средства"],
        "conclusions": [(INFORMATION, "", None), (TASK, "organization", None)],
    },
}

ALL = {name: globals()[name] for name in FACTS}
