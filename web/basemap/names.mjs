// Names and small facts that the sources lack or spell in an unusual way; our own general knowledge.

/** Towns whose Arabic or English spelling in GeoNames is not the usual one: GeoNames name → [English or null, Arabic or null]. */
export const towns = {
  "Damascus": [null, "دمشق"], "Karbala": [null, "كربلاء"], "Gaziantep": [null, "غازي عنتاب"], "Adana": [null, "أضنة"],
  "Şanlıurfa": [null, "شانلي أورفا"], "Diyarbakır": [null, "ديار بكر"], "Mardin": [null, "ماردين"], "Siirt": [null, "سعرد"],
  "Bitlis": [null, "بدليس"], "Batman": [null, "بطمان"], "Adıyaman": [null, "أديامان"], "Siverek": [null, "سيورك"],
  "Viranşehir": [null, "ويران شهر"], "Kızıltepe": [null, "قزل تبه"], "Cizre": [null, "جزيرة ابن عمر"], "Silopi": [null, "سيلوبي"],
  "Suruç": [null, "سروج"], "Birecik": [null, "بيره جك"], "Nizip": [null, "نزيب"], "Ceylanpınar": [null, "جيلان بينار"],
  "Hakkâri": [null, "هكاري"], "Şırnak": [null, "شرناق"], "Harran": [null, "حران"], "Bismil": [null, "بسمل"],
  "Midyat": [null, "مديات"], "Silvan": [null, "سيلوان"], "Tatvan": [null, "تاتوان"], "Kozan": [null, "قوزان"],
  "Akçakale": [null, "أقجة قلعة"], "Kırıkhan": [null, "قره خان"], "Yüksekova": [null, "يوكسكوفا"], "Ergani": [null, "أرغني"],
  "Hilvan": [null, "حلوان"], "Bozova": [null, "بوزوفا"], "Derik": [null, "ديريك"],
  "Ḩamāh": ["Hama", null], "Ţarţūs": ["Tartus", null], "Dar‘ā": ["Daraa", null], "Dihok": ["Duhok", null],
  "Zaxo": ["Zakho", "زاخو"], "Orūmīyeh": ["Urmia", "أرومية"], "Al Ḩillah": ["Hillah", null],
  "As Sulaymānīyah": ["Sulaymaniyah", null], "Al Fallūjah": ["Fallujah", null], "Dūmā": ["Douma", null], "Tadmur": ["Palmyra (Tadmur)", "تدمر"],
  "I‘zāz": ["Azaz", "أعزاز"], "‘Afrīn": ["Afrin", null], "Nabatîyé et Tahta": ["Nabatieh", "النبطية"], "Ma‘arrat an Nu‘mān": ["Maarat al-Numan", null],
  "Al Kūt": ["Kut", null], "Al Bāb": ["Al-Bab", null], "Ramadi": [null, "الرمادي"], "Sāmarrā’": ["Samarra", null],
  "Tyre": [null, "صور"], "Russeifa": [null, "الرصيفة"], "Soran": [null, "سوران"], "Khāliş": ["Khalis", "الخالص"],
  "Ţūz Khūrmātū": ["Tuz Khurmatu", "طوز خورماتو"], "Al-Hamdaniya": [null, "الحمدانية"], "Kifrī": [null, "كفري"], "‘Anah": ["Anah", "عنه"],
  "Jbaïl": [null, "جبيل"], "Batifa": [null, "باطوفا"], "Hajiawa": [null, "حاجياوا"], "Ad Dujayl": [null, "الدجيل"],
  "Şāfītā": [null, "صافيتا"], "Kafr Zaytā": [null, "كفر زيتا"], "Al Ghandūrah": [null, "الغندورة"], "Muḩradah": [null, "محردة"],
  "Maskanah": [null, "مسكنة"], "‘Arīqah": [null, "عريقة"], "Al Mazra‘ah": [null, "المزرعة"], "Dhībān": [null, "ذيبان"],
  "Al ‘Ashārah": [null, "العشارة"], "Al Kasrah": [null, "الكسرة"], "Sulūk": [null, "سلوك"], "Dārat ‘Izzah": [null, "دارة عزة"],
  "Al Atārib": [null, "الأتارب"], "Babīlā": ["Babila", "ببيلا"], "Qabbāsīn": [null, "قباسين"], "Beit Jann": [null, "بيت جن"],
  "‘Isfiyā": [null, "عسفيا"], "Şirrīn ash Shamālīyah": [null, "صرين"], "Mūḩ Ḩasan": ["Muhasan", "موحسن"], "Izra‘": ["Izra", "إزرع"],
  "Inkhil": [null, "إنخل"], "Aydūn": [null, "أيدون"], "Iksāl": [null, "إكسال"], "Ţayyibat al Imām": [null, "طيبة الإمام"],
  "Al Ḩawl": [null, "الهول"], "Al Ya‘rubīyah": ["Al-Yarubiyah", null], "Ad Darbāsīyah": ["Al-Darbasiyah", null], "‘Āmūdā": ["Amuda", null],
  "Tall Ḩamīs": ["Tell Hamis", null], "‘Arīshah": ["Al-Arishah", "العريشة"], "Al Qaḩţānīyah": ["Al-Qahtaniyah", null], "Al Buşayrah": ["Al-Busayrah", null],
  "Ar Rutbah": [null, "الرطبة"], "Ar Ruţbah": ["Rutba", null], "Az Zabadānī": ["Zabadani", null], "Al ‘Amādīyah": ["Amadiyah", "العمادية"], "Kani Masi": [null, "كاني ماسي"], "Kasnazan": [null, "كسنزان"],
  "Abū Ghurayb": ["Abu Ghraib", null],
};

/** Towns that GeoNames gives no people for, or that this region's story turns on: GeoNames name → zoom from which they show. */
export const shownFrom = {
  "Al Qāmishlī": 7, "Ash Shaddādah": 7, "Al Ḩawl": 7, "Ath Thawrah": 7, "Manbij": 7, "Ra’s al ‘Ayn": 7, "Al Mālikīyah": 8,
  "‘Ayn al ‘Arab": 7, "Tall Abyaḑ": 8, "Tall Tamr": 8, "‘Ayn ‘Īsá": 8, "Markadah": 8, "Al Mayādīn": 8, "Ālbū Kamāl": 7,
  "Al Buşayrah": 8, "‘Arīshah": 9, "Tall Ḩamīs": 9, "Al Ya‘rubīyah": 8, "Al Qaḩţānīyah": 9, "‘Āmūdā": 9, "Ad Darbāsīyah": 9, "Sulūk": 9,
  "Ma‘arrat an Nu‘mān": 8, "Tadmur": 7, "Ar Raqqah": 6, "Al Ḩasakah": 6, "Sinjār": 8, "Zarqa": 8, "Al Qunayţirah": 8, "Ariel": 11, "Sīnah": 11, "‘Ajlūn": 9,
};

/** Cities outside the clip: [lon, lat, English, Arabic, zoom from]; positions to about 5 km. */
export const around = [
  [47.78, 30.51, "Basra", "البصرة", 5], [46.26, 31.05, "Nasiriyah", "الناصرية", 6], [47.15, 31.84, "Amarah", "العمارة", 6],
  [46.29, 38.08, "Tabriz", "تبريز", 5], [47.07, 34.31, "Kermanshah", "كرمانشاه", 6], [48.51, 34.80, "Hamadan", "همدان", 6],
  [48.69, 31.32, "Ahvaz", "الأهواز", 5], [51.67, 32.65, "Isfahan", "أصفهان", 5], [41.28, 39.91, "Erzurum", "أرضروم", 6],
  [35.49, 38.73, "Kayseri", "قيصري", 6], [37.02, 39.75, "Sivas", "سيواس", 6], [39.22, 38.67, "Elazığ", "إلازيغ", 7],
  [32.48, 37.87, "Konya", "قونية", 6], [34.64, 36.80, "Mersin", "مرسين", 7], [30.70, 36.89, "Antalya", "أنطاليا", 6],
  [27.14, 38.42, "İzmir", "إزمير", 5], [34.99, 32.82, "Haifa", "حيفا", 7], [34.45, 31.51, "Gaza", "غزة", 6],
  [29.92, 31.20, "Alexandria", "الإسكندرية", 5], [39.83, 21.42, "Mecca", "مكة", 5], [39.61, 24.47, "Medina", "المدينة المنورة", 5],
  [36.57, 28.39, "Tabuk", "تبوك", 6], [41.69, 27.52, "Hail", "حائل", 6], [40.21, 29.97, "Sakaka", "سكاكا", 6], [41.02, 30.97, "Arar", "عرعر", 7],
];

/** Arabic names of the cities that Natural Earth's world places bring. */
export const cities = {
  "Doha": "الدوحة", "Manama": "المنامة", "Abu Dhabi": "أبو ظبي", "Ashgabat": "عشق آباد", "Muscat": "مسقط", "Amman": "عمّان", "Asmara": "أسمرة",
  "Beirut": "بيروت", "Tbilisi": "تبليسي", "Yerevan": "يريفان", "Baku": "باكو", "Jerusalem": "القدس", "Nicosia": "نيقوسيا", "Ankara": "أنقرة",
  "Sanaa": "صنعاء", "Khartoum": "الخرطوم", "Kuwait": "الكويت", "Tel Aviv-Yafo": "تل أبيب", "Dubai": "دبي", "Athens": "أثينا", "Tehran": "طهران",
  "Istanbul": "إسطنبول", "Riyadh": "الرياض", "Cairo": "القاهرة", "Tripoli": "طرابلس", "Tunis": "تونس", "Algiers": "الجزائر", "Rabat": "الرباط",
  "Casablanca": "الدار البيضاء", "Bucharest": "بوخارست", "Sofia": "صوفيا", "Belgrade": "بلغراد", "Budapest": "بودابست", "Vienna": "فيينا",
  "Rome": "روما", "Paris": "باريس", "London": "لندن", "Berlin": "برلين", "Madrid": "مدريد", "Moscow": "موسكو", "Kiev": "كييف", "Warsaw": "وارسو",
  "Stockholm": "ستوكهولم", "Oslo": "أوسلو", "Tashkent": "طشقند", "Kabul": "كابل", "Islamabad": "إسلام آباد", "Karachi": "كراتشي", "New Delhi": "نيودلهي",
  "Mumbai": "مومباي", "Kolkata": "كولكاتا", "Dhaka": "دكا", "Beijing": "بكين", "Shanghai": "شنغهاي", "Hong Kong": "هونغ كونغ", "Tokyo": "طوكيو",
  "Seoul": "سيول", "Manila": "مانيلا", "Jakarta": "جاكرتا", "Bangkok": "بانكوك", "Singapore": "سنغافورة", "Sydney": "سيدني", "Addis Ababa": "أديس أبابا",
  "Nairobi": "نيروبي", "Lagos": "لاغوس", "Kinshasa": "كينشاسا", "Johannesburg": "جوهانسبرغ", "Cape Town": "كيب تاون", "Dakar": "داكار",
  "Mogadishu": "مقديشو", "Djibouti": "جيبوتي", "New York": "نيويورك", "Washington, D.C.": "واشنطن", "Los Angeles": "لوس أنجلوس", "Chicago": "شيكاغو",
  "Toronto": "تورونتو", "Mexico City": "مدينة مكسيكو", "São Paulo": "ساو باولو", "Rio de Janeiro": "ريو دي جانيرو", "Buenos Aires": "بوينس آيرس",
  "Lima": "ليما", "Bogota": "بوغوتا", "Santiago": "سانتياغو", "Caracas": "كاراكاس",
};

/** Rivers by the source's name (it changes along the way) → [English, Arabic]. */
export const rivers = {
  "Firat": ["Euphrates", "الفرات"], "Al Furat": ["Euphrates", "الفرات"], "Euphrates": ["Euphrates", "الفرات"],
  "Dicle": ["Tigris", "دجلة"], "Tigris": ["Tigris", "دجلة"], "Ceyhan": ["Ceyhan", "جيحان"], "Jordan": ["Jordan", "نهر الأردن"],
  "Gharraf Canal": ["Gharraf Canal", "شط الغراف"], "Hindiyah Channel": ["Hindiyah Channel", "شط الهندية"], "Shatt al Hillah": ["Shatt al-Hillah", "شط الحلة"],
};

/** Lakes by the source's name → [English, Arabic]. */
export const lakes = {
  "Sea of Galilee": ["Lake Tiberias", "بحيرة طبريا"], "Lake Habbaniyah": ["Lake Habbaniyah", "بحيرة الحبانية"],
  "Buhayrat ath Tharthar": ["Lake Tharthar", "بحيرة الثرثار"], "Saksak Dagi": ["Karakaya Reservoir", "بحيرة سد قره قايا"],
  "Ataturk Barajt": ["Atatürk Reservoir", "بحيرة سد أتاتورك"], "Buhayrat al-Assad": ["Lake Assad", "بحيرة الأسد"],
  "Lake Razazah": ["Lake Razazah", "بحيرة الرزازة"], "Lake Urmia": ["Lake Urmia", "بحيرة أرومية"], "Lake Van": ["Lake Van", "بحيرة وان"],
};

/**
 * Rivers that the source does not have at this scale, by a few points of our own along the towns they pass.
 * The last point is moved to the nearest point of the Euphrates.
 */
export const schematic = [
  {
    name: ["Khabur", "الخابور"],
    points: [
      [40.064, 36.842], [40.12, 36.79], [40.2, 36.745], [40.29, 36.71], [40.365, 36.65], [40.45, 36.6], [40.56, 36.57], [40.66, 36.535],
      [40.745, 36.495], [40.78, 36.42], [40.77, 36.33], [40.765, 36.24], [40.73, 36.15], [40.742, 36.06], [40.72, 35.96], [40.755, 35.86],
      [40.747, 35.75], [40.7, 35.64], [40.65, 35.52], [40.57, 35.41], [40.5, 35.29], [40.435, 35.165],
    ],
  },
  {
    name: ["Balikh", "البليخ"],
    points: [
      [38.93, 36.67], [38.97, 36.6], [39.03, 36.52], [39.07, 36.42], [39.05, 36.32], [39.06, 36.22], [39.09, 36.12], [39.08, 36.02], [39.075, 35.925],
    ],
  },
];
