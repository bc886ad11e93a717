"""Words of which invented parties are made: syllables and company words in Japanese, Chinese and Western languages.

A table is a text: rows between semicolons, columns between slashes. The words are the trade's common ones and the
syllables those of common surnames, so that names look like those on lists while no name is taken from one.
"""

from __future__ import annotations


def _row(text: str) -> tuple[str, ...]:
    """Words between semicolons."""
    return tuple(text.split(";"))


def _table(text: str) -> tuple[tuple[str, ...], ...]:
    """Rows between semicolons, columns between slashes."""
    return tuple(tuple(row.split("/")) for row in _row(text))


# Kanji, in Latin letters, in kana: first and second half of a surname.
SURNAME_HEADS = _table(
    "山/Yama/ヤマ;川/Kawa/カワ;中/Naka/ナカ;高/Taka/タカ;松/Matsu/マツ;竹/Take/タケ;石/Ishi/イシ;岩/Iwa/イワ;"
    "大/O/オオ;小/Ko/コ;西/Nishi/ニシ;北/Kita/キタ;南/Minami/ミナミ;上/Ue/ウエ;木/Ki/キ;森/Mori/モリ;"
    "藤/Fuji/フジ;吉/Yoshi/ヨシ;福/Fuku/フク;宮/Miya/ミヤ;長/Naga/ナガ;黒/Kuro/クロ;白/Shira/シラ;青/Ao/アオ;"
    "赤/Aka/アカ;秋/Aki/アキ;今/Ima/イマ;古/Furu/フル;新/Ara/アラ;浜/Hama/ハマ;桜/Sakura/サクラ;杉/Sugi/スギ;"
    "梅/Ume/ウメ;桑/Kuwa/クワ;平/Hira/ヒラ;坂/Saka/サカ;池/Ike/イケ;金/Kane/カネ;鈴/Suzu/スズ;若/Waka/ワカ;"
    "谷/Tani/タニ;星/Hoshi/ホシ;関/Seki/セキ;笹/Sasa/ササ;柴/Shiba/シバ;水/Mizu/ミズ;村/Mura/ムラ;野/No/ノ;"
    "広/Hiro/ヒロ;豊/Toyo/トヨ"
)
SURNAME_TAILS = _table(
    "田/da/ダ;川/kawa/カワ;本/moto/モト;村/mura/ムラ;野/no/ノ;島/shima/シマ;原/hara/ハラ;崎/saki/サキ;"
    "沢/zawa/ザワ;井/i/イ;口/guchi/グチ;木/ki/キ;山/yama/ヤマ;谷/tani/タニ;岡/oka/オカ;浦/ura/ウラ;瀬/se/セ;"
    "橋/hashi/ハシ;塚/tsuka/ツカ;林/bayashi/バヤシ;尾/o/オ;見/mi/ミ;津/tsu/ツ;倉/kura/クラ;畑/hata/ハタ;"
    "内/uchi/ウチ;下/shita/シタ;森/mori/モリ;部/be/ベ;江/e/エ"
)
GIVEN_NAMES = _table(
    "太郎/Taro/タロウ;一郎/Ichiro/イチロウ;健一/Kenichi/ケンイチ;正人/Masato/マサト;誠/Makoto/マコト;"
    "浩二/Koji/コウジ;直樹/Naoki/ナオキ;隆/Takashi/タカシ;和夫/Kazuo/カズオ;洋子/Yoko/ヨウコ;恵子/Keiko/ケイコ;"
    "由美/Yumi/ユミ;真由美/Mayumi/マユミ;智子/Tomoko/トモコ;翔太/Shota/ショウタ;美咲/Misaki/ミサキ;"
    "修/Osamu/オサム;進/Susumu/ススム;清/Kiyoshi/キヨシ;千尋/Chihiro/チヒロ"
)
JAPANESE_PLACES = _table(
    "日本/Nihon/ニホン;東京/Tokyo/トウキョウ;大阪/Osaka/オオサカ;名古屋/Nagoya/ナゴヤ;横浜/Yokohama/ヨコハマ;"
    "神戸/Kobe/コウベ;京都/Kyoto/キョウト;広島/Hiroshima/ヒロシマ;福岡/Fukuoka/フクオカ;仙台/Sendai/センダイ;"
    "新潟/Niigata/ニイガタ;静岡/Shizuoka/シズオカ;千葉/Chiba/チバ;岐阜/Gifu/ギフ;三重/Mie/ミエ;"
    "富山/Toyama/トヤマ;岡山/Okayama/オカヤマ;九州/Kyushu/キュウシュウ;関東/Kanto/カントウ;関西/Kansai/カンサイ;"
    "東北/Tohoku/トウホク;北陸/Hokuriku/ホクリク;四国/Shikoku/シコク;信州/Shinshu/シンシュウ"
)
TRADE_NAME_HEADS = _table(
    "日/Nichi/ニチ;東/To/トウ;三/San/サン;大/Dai/ダイ;新/Shin/シン;昭/Sho/ショウ;共/Kyo/キョウ;富/Fu/フ;"
    "明/Mei/メイ;正/Sei/セイ;栄/Ei/エイ;太/Tai/タイ;豊/Ho/ホウ;光/Ko/コウ;双/So/ソウ;帝/Tei/テイ;丸/Maru/マル;"
    "極/Kyoku/キョク"
)
TRADE_NAME_TAILS = _table(
    "和/wa/ワ;洋/yo/ヨウ;興/ko/コウ;信/shin/シン;進/shin/シン;亜/a/ア;伸/shin/シン;邦/ho/ホウ;立/ritsu/リツ;"
    "栄/ei/エイ;成/sei/セイ;友/yu/ユウ;央/o/オウ;宝/ho/ホウ;明/mei/メイ;誠/sei/セイ;陽/yo/ヨウ;光/ko/コウ;"
    "山/zan/ザン;菱/ryo/リョウ"
)
KANA_SYLLABLES = _table(
    "ア/a;カ/ka;キ/ki;コ/ko;サ/sa;シ/shi;ソ/so;タ/ta;テ/te;ト/to;ナ/na;ニ/ni;ノ/no;ネ/ne;ハ/ha;ヒ/hi;マ/ma;ミ/mi;"
    "モ/mo;メ/me;ラ/ra;リ/ri;ル/ru;レ/re;ロ/ro;ユ/yu;エ/e;オ/o;ワ/wa;ヤ/ya"
)
KANA_TAILS = _table("テック/tech;ックス/x;ン/n;ス/s;ル/l;トロン/tron;コム/com;ケン/ken")
# Japanese, English, kana, Chinese.
JAPANESE_TRADES = _table(
    "工業/Industries/コウギョウ/工业;製作所/Works/セイサクショ/制作所;電機/Electric/デンキ/电机;"
    "精機/Precision Machinery/セイキ/精机;化学/Chemical/カガク/化学;製薬/Pharmaceutical/セイヤク/制药;"
    "鉄工/Iron Works/テッコウ/铁工;鋼業/Steel/コウギョウ/钢业;金属/Metals/キンゾク/金属;"
    "造船/Shipbuilding/ゾウセン/造船;重工業/Heavy Industries/ジュウコウギョウ/重工业;商事/Trading/ショウジ/商事;"
    "物産/Bussan/ブッサン/物产;運輸/Transport/ウンユ/运输;倉庫/Warehouse/ソウコ/仓库;"
    "建設/Construction/ケンセツ/建设;通信/Communications/ツウシン/通信;電子/Electronics/デンシ/电子;"
    "計器/Instruments/ケイキ/计器;航空/Aviation/コウクウ/航空;水産/Fisheries/スイサン/水产;"
    "食品/Foods/ショクヒン/食品;紡績/Spinning/ボウセキ/纺织;製紙/Paper/セイシ/制纸;硝子/Glass/ガラス/玻璃;"
    "窯業/Ceramics/ヨウギョウ/窑业;特殊鋼/Special Steel/トクシュコウ/特殊钢;光学/Optical/コウガク/光学;"
    "油圧/Hydraulics/ユアツ/油压;産業/Sangyo/サンギョウ/产业;興業/Kogyo/コウギョウ/兴业;技研/Giken/ギケン/技研;"
    "磁石/Magnetics/ジシャク/磁石;合金/Alloys/ゴウキン/合金;エンジニアリング/Engineering/エンジニアリング/工程;"
    "システムズ/Systems/システムズ/系统;テクノロジー/Technology/テクノロジー/技术;"
    "マテリアル/Materials/マテリアル/材料;エレクトロニクス/Electronics/エレクトロニクス/电子;"
    "ロジスティクス/Logistics/ロジスティクス/物流;ソリューションズ/Solutions/ソリューションズ/解决方案;"
    "ホールディングス/Holdings/ホールディングス/控股"
)
JAPANESE_FORMS_ENGLISH = ("Co., Ltd.", "Co.,Ltd.", "Corporation", "Inc.", "Ltd.", "K.K.", "Corp.", "Limited")

# Chinese, pinyin.
CHINESE_PLACES = _table(
    "北京/Beijing;上海/Shanghai;深圳/Shenzhen;广州/Guangzhou;武汉/Wuhan;成都/Chengdu;西安/Xi'an;南京/Nanjing;"
    "杭州/Hangzhou;苏州/Suzhou;天津/Tianjin;重庆/Chongqing;大连/Dalian;沈阳/Shenyang;长春/Changchun;"
    "哈尔滨/Harbin;济南/Jinan;青岛/Qingdao;郑州/Zhengzhou;长沙/Changsha;合肥/Hefei;福州/Fuzhou;厦门/Xiamen;"
    "宁波/Ningbo;无锡/Wuxi;东莞/Dongguan;珠海/Zhuhai;昆明/Kunming;太原/Taiyuan;包头/Baotou"
)
CHINESE_SYLLABLES = _table(
    "华/hua;中/zhong;天/tian;宏/hong;远/yuan;达/da;鑫/xin;盛/sheng;泰/tai;瑞/rui;丰/feng;恒/heng;金/jin;安/an;"
    "通/tong;联/lian;创/chuang;科/ke;海/hai;航/hang;星/xing;龙/long;凯/kai;德/de;嘉/jia;兴/xing;永/yong;信/xin;"
    "诚/cheng;博/bo;源/yuan;飞/fei;腾/teng;光/guang;正/zheng;明/ming;新/xin;东/dong;方/fang;力/li;康/kang;美/mei;"
    "亚/ya;洋/yang;卓/zhuo;越/yue;智/zhi;云/yun;汇/hui;睿/rui"
)
CHINESE_TRADES = _table(
    "科技/Technology;电子/Electronics;机械/Machinery;化工/Chemical;精密/Precision;光电/Optoelectronics;"
    "贸易/Trading;进出口/Import and Export;新材料/New Materials;半导体/Semiconductor;航空/Aviation;"
    "船舶/Shipbuilding;重工/Heavy Industry;仪器/Instruments;能源/Energy;物流/Logistics;生物/Biotechnology;"
    "通信/Communications;信息技术/Information Technology;稀土/Rare Earth;磁材/Magnetic Materials;"
    "汽车零部件/Auto Parts;智能装备/Intelligent Equipment;实业/Industrial"
)
CHINESE_SURNAMES = _table(
    "王/Wang;李/Li;张/Zhang;刘/Liu;陈/Chen;杨/Yang;赵/Zhao;黄/Huang;周/Zhou;吴/Wu;徐/Xu;孙/Sun;胡/Hu;朱/Zhu;"
    "高/Gao;林/Lin;何/He;郭/Guo"
)
CHINESE_FORMS = _table("有限公司/Co., Ltd.;股份有限公司/Co., Ltd.;集团有限公司/Group Co., Ltd.;有限责任公司/LLC")

WESTERN_HEADS = _row("B;Br;C;Cr;D;Dr;F;Fl;G;Gr;H;J;K;Kr;L;M;N;P;Pr;R;S;St;T;Tr;V;W;Z")
WESTERN_MIDDLES = _row("al;an;ar;el;en;er;il;in;ir;ol;on;or;ul;un;ur;av;ev;iv;ad;ed;ag;eg;am;em;as;es;at;et")
WESTERN_TAILS = _row("a;o;is;us;ex;ix;on;en;er;ia;um;and;ert;ius;mann;sen;sky;ton;well;ford;berg")
WESTERN_TRADES = _row(
    "Systems;Dynamics;Aerospace;Technologies;Industries;Precision;Electronics;Instruments;Robotics;Optics;Materials;Chemicals;Metals;"
    "Logistics;Shipping;Trading;Engineering;Energy;Semiconductors;Defence;Automation;Composites;Holdings;Marine;Avionics;Software;"
    "Pharma;Laboratories;Tooling;Bearings"
)
WESTERN_QUALIFIERS = _row(";;;;Advanced;Global;United;North;General;Applied;Euro;Pacific;Delta;Nova")
WESTERN_FORMS = _row("Inc.;LLC;Ltd;Limited;Corporation;Corp.;GmbH;AG;S.A.;S.p.A.;B.V.;AB;Oy;a.s.;plc;Pty Ltd")
WESTERN_GIVEN = _row(
    "Anna;Peter;Maria;Johan;Elena;Viktor;Sergei;Laura;Thomas;Karen;Michael;Olga;Paul;Ivan;Nadia;Henrik;Claire;Marco;Irina;David"
)
CYRILLIC = str.maketrans(
    dict(zip("abcdefghijklmnopqrstuvwxyz", _row("а;б;ц;д;е;ф;г;х;и;й;к;л;м;н;о;п;к;р;с;т;у;в;в;кс;ы;з"), strict=True))
)

# Characters that Japanese, simplified and traditional Chinese write each in a way of its own.
SIMPLIFIED = str.maketrans(
    "長黒浜桜関広豊島沢岡橋倉東興進伸亜栄宝誠陽極双気業製電機鉄鋼運輸",
    "长黑滨樱关广丰岛泽冈桥仓东兴进伸亚荣宝诚阳极双气业制电机铁钢运输",
)
TRADITIONAL = str.maketrans(
    "华远达丰联创龙凯兴诚飞腾东亚汇云电机贸进导体仪气术装备实业团责广庆阳长济门无锡张刘陈杨赵吴孙",
    "華遠達豐聯創龍凱興誠飛騰東亞匯雲電機貿進導體儀氣術裝備實業團責廣慶陽長濟門無錫張劉陳楊趙吳孫",
)
