"""Make `src/sekisho/files/letters.csv`: how frequent the letters of five languages are in what firms write.

Counted in this project's own texts (names, goods, headers, notices and their translations), with names counted higher
than sentences; to these come letters of places, firms, families and goods that are frequent in order lists and rare in
laws, as judged by hand. The traditional letters are OpenCC's for the simplified ones. Cost: minus the natural
logarithm of a letter's share, rounded. Run: `.venv/bin/python scripts/letters.py`.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from pathlib import Path

from opencc import OpenCC

ROOT = Path(__file__).parents[1]
PACKAGE, TRADE = ROOT / "src" / "sekisho_measures", ROOT / "src" / "sekisho"
OUT = TRADE / "files" / "letters.csv"
NAMES, TEXTS = 8, 1
"""Weights: a letter of a name, a letter of a sentence."""
JUDGED = 0.6
"""Share of all weight that goes to the letters that were judged to be frequent."""
LONGEST_COST = 13
KANA, HAN = re.compile(r"[ぁ-ヿ]"), re.compile(r"[㐀-鿿]")

JA = """
株式会社有限合同公司製作所工業産業商事商会商店貿易物産電機電気電子機械精機精密重工造船鉄鋼金属鉱業化学化成薬品製薬
食品水産建設建材運輸運送倉庫海運航空自動車部品技研技術研究開発計測器械光学硝子窯業繊維紡績印刷紙業木材石油瓦斯電力
通信情報放送銀行証券保険不動産大学学園病院財団法人社団組合協会連合防衛省庁局部課室支店本社工場営業事業技術
東京都大阪府京都府北海道青森岩手宮城秋田山形福島茨城栃木群馬埼玉千葉神奈川横浜川崎新潟富山石川福井山梨長野岐阜静岡
愛知名古屋三重滋賀兵庫神戸奈良和歌山鳥取島根岡山広島山口徳島香川愛媛高知福岡北九州佐賀長崎熊本大分宮崎鹿児島沖縄
市区町村郡丁目番地号県駅前中央南北東西上下本新港緑旭泉浜浦松竹梅桜
佐藤鈴木高橋田中渡辺伊藤山本中村小林加藤吉田山田佐々木山口松本井上清水斎藤林森池田橋本阿部石井前田小川岡田長谷川
村上近藤坂本遠藤青木藤井西村福田太田三浦岡本松田中島原田小野竹内金子和田中野石田上田柴田酒井工藤横山宮崎内田高木
三菱住友三井日立東芝富士川崎住金丸紅伊藤忠双日豊田本田鈴木松下早川久保田旭化成帝人東洋昭和明治大正平成令和日産日東
日本電装村田京三安川島津浜松堀場荏原栗田神鋼川重石播佳能理光
品名品番品目数量単価金額価格合計小計備考摘要発注受注納期納入出荷船積最終需要者用途輸出輸入仕向国原産地円税込税抜
磁石永久焼結合金酸化物希土類粉末板棒管線箔材料素材基板半導体集積回路装置機器部品弁軸受歯車電池電源電動発電変圧
銅鋼鉛亜鉛錫銀金白金珪素炭素黒鉛樹脂塗料溶剤触媒膜繊維布紙箱袋瓶缶
のはをがにでとるたしてなれさいあこもよらりかきくけすせそちつてとなにぬねのひふへまみむめもやゆよわん
アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンーガギグゲゴザジズゼゾダデド
バビブベボパピプペポャュョッァィェォヴ
"""
ZH = """
有限公司股份有限责任公司集团控股贸易进出口实业工业制造精密机械机电电子电器科技技术材料新材料金属矿业化工化学医药制药
食品纺织服装建材建筑运输物流仓储航运航空航天汽车零部件研究院研究所设备仪器仪表光学光电玻璃陶瓷造纸印刷石油能源电力
通信信息软件网络银行保险大学学院医院总厂分公司办事处工厂集团部门
北京上海天津重庆广东广州深圳东莞佛山珠海惠州江苏南京苏州无锡常州南通浙江杭州宁波温州嘉兴绍兴义乌福建福州厦门泉州
山东济南青岛烟台潍坊淄博威海河北石家庄唐山保定河南郑州洛阳湖北武汉宜昌湖南长沙株洲江西南昌赣州安徽合肥芜湖四川成都
绵阳贵州贵阳云南昆明陕西西安宝鸡甘肃兰州青海宁夏新疆内蒙古包头辽宁沈阳大连鞍山吉林长春黑龙江哈尔滨广西南宁海南海口
香港澳门台湾台北高雄新竹省市区县镇村路街号弄室楼栋座层开发区高新园保税港
王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖
华为中兴比亚迪联想海尔格力美的宁德时代中芯国际中国中航中船中核兵器三菱重工三菱造船日本电气东京大阪贸易株式会社
品名规格型号数量单价金额总价合计备注订单编号日期交货期发货收货客户供应商最终用户最终用途出口进口目的国原产国启运国
元美元人民币含税不含税报关单海关商品编码申报要素
磁铁磁体永磁烧结钕铁硼稀土氧化物粉末板棒管线箔合金半导体集成电路芯片装置阀轴承齿轮电池电源电机发电变压器
铜钢铁铝镁钛钨钼锑镓锗铟铋铅锌锡银金铂硅碳石墨树脂涂料溶剂催化膜纤维布纸箱袋瓶罐
的是一不在有了和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法
"""
KO = """
주식회사유한회사합자공사그룹전자전기기계정밀중공업조선철강금속광업화학제약식품수산건설건재운수물류창고해운항공자동차부품
기술연구소개발과학산업공업상사상회무역통상유리섬유방직인쇄제지석유가스전력통신정보방송은행증권보험대학교병원재단협회
삼성현대엘지에스케이한화두산포스코롯데대우기아쌍용금호효성코오롱동양한국대한서울부산대구인천광주대전울산세종경기도강원
충청북도충남전라경상제주시군구동면리로길번지청주수원성남안산안양창원포항구미천안평택화성김이박최정강조윤장임한오서신권
황안송류전홍고문양손배백허유남심노하곽성차주우민진엄채원천방공현함변염여추선설마길연위표명기반왕금옥육인맹제모탁국은편
품명규격수량단가금액합계비고주문번호납기발주수주출하선적최종사용자용도수출수입목적지원산지원화달러세포함일본중국미국독일
미쓰비시도요타히타치파나소닉후지쓰도쿄오사카나고야무역회사자석영구소결합금산화물희토류분말판봉관선박재료소재기판반도체집적
회로장치기기밸브베어링기어배터리전지모터발전변압구리강납아연주석은금백금규소탄소흑연수지도료용제촉매막필름포장상자
이다는에을를의가은도로하고한지사기대인일나자리어아해보수시그전원정상스주제부서과구공장여비들만성경신동조년계소안화유관면
위양세적요우현중미국게개것그녀니더데되두드든등라란러레려력련로록론료르를름릴링마매메며명모무문물민및바박반발방배번별병본분불브
블생선설센소속손술습승실심씨암야약업역연열영예오온올완왔외요용우운울움원월음응의이익인임입있작잘장재저접정져조족종좋죄직진
집차찰참창채책처천체초총최추축출충치친카코크타터테토통투트특티파판팔패편평포표품프피필하학할함합항해행향험형호혹홀화확환활황회
획효후훈휘
"""
RU = """
ооооооооооеееееееееаааааааааииииииииннннннннтттттттсссссссррррррвввввлллллккккммммддддпппуууяяыыььгггзззбббчччйххжжшшюцщщэфё
ОБЩЕСТВОСОГРАНИЧЕННОЙОТВЕТСТВЕННОСТЬЮНАУЧНОПРОИЗВОДСТВЕННОЕПРЕДПРИЯТИЕЗАВОДИМЕНИИНСТИТУТАКЦИОНЕРНОЕЁЖЩШЭЮЯХЦФЪЫЬ
"""


def texts() -> dict[str, Counter[str]]:
    """Count the letters of Japanese and of simplified Chinese."""
    found: dict[str, Counter[str]] = {"ja": Counter(), "zh": Counter()}

    def add(language: str, text: str, weight: int) -> None:
        for letter in text:
            if HAN.match(letter) or KANA.match(letter):
                found[language][letter] += weight

    for file in [*sorted((PACKAGE / "lists").glob("*.csv")), PACKAGE / "translations.csv"]:
        with file.open(encoding="utf-8-sig", newline="") as table:
            for row in csv.DictReader(table):
                for column, language in (("ja", "ja"), ("name_ja", "ja"), ("zh", "zh"), ("name_zh", "zh")):
                    add(language, row.get(column) or "", NAMES)
    for file in sorted((PACKAGE / "cn").glob("*.yaml")):
        for line in file.read_text(encoding="utf-8").splitlines():
            add("ja" if KANA.search(line) else "zh", line, TEXTS)
    for file in sorted(TRADE.rglob("*.csv")):
        if file != OUT:
            for line in file.read_text(encoding="utf-8-sig").splitlines():
                if KANA.search(line):
                    add("ja", line, TEXTS)
    return found


def costs(counts: Counter[str]) -> dict[int, str]:
    """Put letters into classes of cost."""
    total = sum(counts.values())
    found: dict[int, list[str]] = {}
    for letter, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        cost = round(-math.log(count / total))
        if cost <= LONGEST_COST:
            found.setdefault(cost, []).append(letter)
    return {cost: "".join(letters) for cost, letters in sorted(found.items())}


def main() -> None:
    """Write the table."""
    found = texts()
    for language, judged in (("ja", JA), ("zh", ZH), ("ko", KO), ("ru", RU)):
        counts = found.setdefault(language, Counter())
        own = "".join(judged.split())
        counted = sum(counts.values()) or 1
        weight = counted * JUDGED / (1 - JUDGED) / len(own)
        for letter in own:
            counts[letter] += weight
    traditional = OpenCC("s2t")
    hant: Counter[str] = Counter()
    for letter, count in found["zh"].items():
        if HAN.match(letter):
            hant[traditional.convert(letter)] += count
    for letter in "臺灣製造發麵後裡鐘錶係鑑週佈遊註範":
        hant[letter] += sum(hant.values()) / 3000
    found["zh-hant"] = hant
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("language", "cost", "letters"))
        for language in sorted(found):
            for cost, letters in costs(found[language]).items():
                writer.writerow((language, cost, letters))


if __name__ == "__main__":
    main()
