"""Old notes as they come, in words of our own: the labels, the order and the oddities are those of real ones."""

ROUND_ONE_DAY = """ БЕЛЕШКА ОД РАБОТЕН СОСТАНОК
Работна група 4.1 Подобра поддршка  за лицата во ризик
Датум,  време  и место на одржување: 03 октомври 2022  година  водени се консултации преку електронски пат (mail и телефонски)
Листа на присутни/отсутни
Од страна на координаторот на заложбата Лице Прво од Министерство за  внатрешни работи,  одржани се консултации со: г-ѓа Лице Второ од Министерство за правда и г-дин Лице Трето  од  Здружението ЗОРА-Патеки за добар живот – Скопје 
Цел: проверка на состојбата со активностите  кај  двете институции.
Точки на дневен ред: 

· преглед на податоците за трет квартал (јули-септември), дали се  доставени; 

· усогласување на задачите на институциите (МВР и Министерство за правда) од оваа заложба; 
· држење  на договорените рокови; 

Во разговорите  на 03 октомври 2022 година членовите потврдија дека не се реализирани активности, од причина што повеќето вработени биле на летен одмор. Координаторот прифати, но побара да се провери дали во септември имало обуки. Нив ќе ги вброиме во наредниот квартал.

Заклучоци  за натамошно постапување
Работата по активностите тече и во наредниот квартал. Пред објава, текстот го добива секој член, а здруженијата може да кажат свое мислење.
"""

ROUND_TWO_DAYS = """

БЕЛЕШКА ОД РАБОТЕН СОСТАНОК


Работна група 3.6 Полесен пристап  доосигураната помош
Датум,  време  и место на одржување 4-5 октомври  2022 година водени консултации по електронски пат (Е- mail и телефонски разговор)
Листа на присутни/отсутни

Од страна на координаторот на заложбата Лице Прво од Министерство за  внатрешни работи, одржани се консултации со г-ѓа Лице Второ од Министерство за правда, г-ѓа Лице Трето од Министерство за здравство и  г-ѓа Лице Четврто од Граѓанската организација Светла Порта и г-ѓа Лице Петто од Министерство за труд и социјална политика. 

Цел: проверка на состојбата,  во насока на  постигнување на индикаторите 
Точки на дневен ред
· преглед на податоците за трет квартал;
· точни и јасни податоци, за да се одреди степенот;  

· усогласување на носителите; 

· држење на роковите  за  известување.
Во разговорите на почетокот од октомври 2022 година,   поединечно со членовите,  забележан е напредок кај МВР и кај ГО Светла Порта. Кај останатите членови нема забележано реализација.

Заклучоци  натамошно  постапување

Членовите доставуваат податоци најдоцна до 10 октомври 2022 година, а извештајот координаторот ќе го објави најдоцна до 15 октомври 2022 година на https://example.org. Исто така текстот се споделува со секого. 
"""

STEERING = """Back Третиот состанок на Управниот одбор на проектот “Зајакнување на услугите” се одржа во Битола

Третиот состанок на Управниот одбор на проектот “Зајакнување на услугите” се одржа во Битола
Back Третиот состанок на Управниот одбор на проектот “Зајакнување на услугите” се одржа во Битола

Целта на третиот Управен одбор, кој се одржа во Битола на 14 ноември, беше преглед на сработеното. Претставници на Делегацијата на Горна Земја, Министерството за труд и социјална политика, Академијата за возачи и граѓанскиот сектор разменија искуства за иднината.

Главните резултати вклучуваат подобра превенција. Понатаму, има нови истражувања.  

Исто така, Управниот одбор го одобри работниот план за следните 6 месеци. Приоритетите вклучуваат бесплатна помош.

Проектот “Зaјакнување на услугите” е дел од поголема програма.  

Битола, Северна Македонија 14 ноември 2023
  • Diminuer la taille du texte
  • Augmenter la taille du texte
  • Imprimer la page
"""

STAGE_NEWS = """Aktuelno

Završena druga etapa projekta “Jačanje usluga lјudima“

17.02.2020.
XYZ
Završena druga etapa projekta “Jačanje usluga lјudima“
Završena druga etapa projekta “Jačanje usluga lјudima“

Zaposleni su postigli dobre rezultate tokom druge etape.

Projekat traje 12 meseci, od marta 2019. godine, sa partnerima iz dve zemlјe. Cilј je bolјi rad službi i zaštita lјudi.

Do sada je održano 21 aktivnosti, među njima i tri radionice.

Na kraju, opšti zaklјučak učesnika je da projekat dobro napreduje.
"""

SECTOR_NEWS = """Sektorski sastanci u organizaciji službe


Sektorski sastanci u organizaciji službe

https://pictures.example.org/v/t1/123_n.jpg?_nc_cat=1&oh=aff0 Tokom aprila, služba je održala sektorske sastanke sa ministarstvima.

Svrha sastanaka je usklađivanje rada u svakom sektoru.

Služba završava izveštaj za 2018. godinu o sprovođenju strategije. Podatke daje šest ministarstava.

Na kraju, svi su se složili da ima napretka, ali da treba raditi dalje.
"""

ALBANIAN = """Procesverbal nga mbledhja
Grupi i punës 3.6
Data, koha dhe vendi i mbajtjes: 3-5 tetor 2022, ora 10:00, Shkup
Pjesëmarrësit:
• Personi Parë nga Ministria e Drejtësisë
• Personi Dytë nga OJQ Agimi
Mungojnë:
• Personi Tretë nga Ministria e Shëndetësisë
Qëllimi: shqyrtimi i të dhënave.
Rendi i ditës
1. të dhënat për tremujorin e tretë
2. afatet
Diskutimi
Nuk janë realizuar aktivitete, për shkak se stafi ishte në pushim.
Përfundime dhe hapat e mëtejshëm
Anëtarët do të dërgojnë të dhënat deri më 10 tetor 2022.
"""

ENGLISH = """Minutes of the consultation
Working group: 3.6
Date: October 4–5, 2022
Mode: by e-mail and telephone
Participants
Ms First Person, Ministry of Justice
Mr Second Person, CSO Dawn
Apologies: Third Person, Ministry of Health
Purpose: to see where the activities stand
Agenda
a) data of the quarter
b) deadlines
Discussion
No activities were reported as finished. Training was not carried out because rooms were closed.
Conclusions and next steps
- Each member shall send the data by 10 October 2022
- The coordinator will publish the report no later than 15 October
"""

SERBIAN_CYRILLIC = """БЕЛЕШКА СА САСТАНКА
Радна група 3.6
Датум и место одржавања: 28. и 29. октобра 2022. године, Београд, сала 5
Начин одржавања: уживо
Присутни: Лице Прво, саветник, Министарство правде; Лице Друго, Удружење Зора
Циљ: преглед рада.
Дневни ред: подаци; рокови; разно
Закључци
Министарство правде ће доставити податке најкасније до 10. новембра 2022. године.
"""

SERBIAN_LATIN = """Zapisnik sa sastanka radne grupe 3.6
Vreme i mesto: 3.10.2022. u 10.30 časova, Novi Sad
Učesnici: Ministarstvo pravde, Ministarstvo zdravlja i Udruženje Zora
Tok sastanka
Pregledani su podaci.
Zaključci
1) Svi članovi će poslati podatke do 10.10.2022.
2) Usvojen je plan rada.
"""

REVERSED = """Заклучоци
Сите членови ќе достават податоци до 20 мај 2022 година.
Дискусија
Се разговараше за роковите.
Дневен ред
1. рокови
2. разно
Цел на состанокот
Договор за роковите.
Присутни
Лице Прво – Министерство за правда – советник
Датум
12-14.05.2022
Начин на одржување
онлајн
Работна група
3.6
"""

TABLE = """Записник
Работна група\t3.6
Датум и време\t12.05.2022, 11:00–12:30
Место\tСкопје, сала 2
Присутни
Име и презиме\tИнституција\tПрисуство
Лице Прво\tМинистерство за правда\tприсутен
Лице Второ\tМинистерство за здравство\tотсутен
Цел\tДоговор
Дневен ред\tподатоци; рокови
Заклучоци\tОбврските продолжуваат.
"""

NO_LABELS = """Средбата на работната група 3.6 се одржа на 12 мај 2022 година. Целта на средбата беше договор за роковите. Лицата разговараа долго. Се согласија сите да достават податоци до 20 мај 2022 година."""

MONTH_ONLY = """Working group 3.6
Date: March 2022
Purpose: review
"""

LIST_OF_DAYS = """Работна група 3.6
Датум: 4 и 7 октомври 2022 година
Цел: преглед
"""

ABSENT_NONE = """Работна група 3.6
Датум: 3.10.2022
Присутни: Министерство за правда
Отсутни: нема
Цел: преглед
"""

FAR_RANGE = """Радна група 3.6
Датум: од 30. септембра до 2. октобра 2022. године
Циљ: преглед
"""

CAPITALS = """РАБОТНА ГРУПА 3.6
ДАТУМ НА ОДРЖУВАЊЕ: 03 OКТОМВРИ 2022
ПРИСУТНИ: МИНИСТЕРСТВО ЗА ПРАВДА
ЗАКЛУЧОЦИ: 1. Рокот се држи. 2. Планот е усвоен.
"""

COUNTED = """Белешка од состанок
Работна група 3.6
Датум и место: 12.05.2022, Скопје
Присутни
Министерство за правда – 3 претставници
Министерство за здравство (2)
4 учесници од Здружение Зора
Одлуки
Работниот план за 2023 е усвоен со 6 гласа за, 1 против и 2 воздржани.
Предлогот за нова група не е усвоен, 2 за и 7 против.
Приоритетите за 2023 вклучуваат обуки, правна помош и нови прирачници.
"""

ALL = {name: text for name, text in list(vars().items()) if name.isupper() and isinstance(text, str)}
