"""A shipment said in a few words: what is read of it, on the command line, in Python and by the box of the pages."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

from sekisho import Library, brief, determine
from sekisho.cli import main
from sekisho.machine import today
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace

DAY = date(2026, 11, 27)
MAKER = {"end_user_kind": "civil|defence_contractor"}


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        ("大阪精機株式会社向けガリウム", "大阪精機株式会社"),
        ("日本製鉄株式会社向けガリウム", "日本製鉄株式会社"),
        ("ガリウムを東海見本株式会社へ", "東海見本株式会社"),
        ("ガリウムを日本の浪速精機株式会社へ", "浪速精機株式会社"),
        ("ガリウムを大阪の精機株式会社へ", "精機株式会社"),
    ],
)
def test_a_place_that_begins_the_name_of_a_firm_stays_in_it(words: str, whose: str, library: Library):
    """A name without its beginning is another name, and would be compared with the lists as such."""
    read = facts_in_words(words, Workspace(library=library))
    assert read.facts["end_user"] == whose
    assert read.facts["description"] == "ガリウム"


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        ("ガリウムを日本へ 浪速精機", "浪速精機"),
        ("ガリウムを日本に輸出 浪速精機", "浪速精機"),
        ("大阪 浪速精機株式会社向けガリウム", "浪速精機株式会社"),
        ("名古屋 日野自動車向けガリウム", "日野自動車"),
        ("東京 防衛装備庁向けガリウム", "防衛装備庁"),
    ],
)
def test_a_firm_without_a_form_and_goods_that_stand_last_are_read(words: str, whose: str, library: Library):
    read = facts_in_words(words, Workspace(library=library), as_of=DAY)
    assert (read.facts["end_user"], read.facts["description"], read.facts["destination"]) == (whose, "ガリウム", "JP")


@pytest.mark.parametrize("use", ["半導体産業", "自動車用", "触媒研究", "磁石製造"])
def test_what_a_trade_does_is_no_firm(use: str, library: Library):
    read = facts_in_words(f"ガリウムを日本へ {use}", Workspace(library=library), as_of=DAY)
    assert read.facts.get("end_user") is None
    assert read.facts["destination"] == "JP"


@pytest.mark.parametrize(
    ("words", "stated"),
    [
        ("gallium to Japan", {"description": "gallium", "origin": "CN", "destination": "JP"}),
        ("ガリウムを上海から大阪へ", {"description": "ガリウム", "origin": "CN", "destination": "JP"}),
        ("氧化镝 日本", {"description": "氧化镝", "origin": "CN", "destination": "JP"}),
        # The comma before a legal form parts no name from its form.
        (
            "dysprosium oxide, Osaka, Naniwa Seiki Co., Ltd.",
            {
                "description": "dysprosium oxide",
                "origin": "CN",
                "destination": "JP",
                "end_user": "Naniwa Seiki Co., Ltd.",
            },
        ),
        (
            "dysprosium oxide, Naniwa Seiki Co., Ltd., Osaka",
            {
                "description": "dysprosium oxide",
                "origin": "CN",
                "destination": "JP",
                "end_user": "Naniwa Seiki Co., Ltd.",
            },
        ),
        # Small letters are a place behind goods of the list, and goods where the list knows none.
        ("gallium shanghai to yokohama", {"description": "gallium", "origin": "CN", "destination": "JP"}),
        ("gallium hamburg to japan", {"description": "gallium", "departure": "DE", "destination": "JP"}),
        ("smoked turkey to Japan", {"description": "smoked turkey", "origin": "CN", "destination": "JP"}),
        ("gallium split to Japan", {"description": "gallium split", "origin": "CN", "destination": "JP"}),
        # What leaves another country may have been made anywhere.
        (
            "tungsten powder from Hamburg to Japan",
            {"description": "tungsten powder", "departure": "DE", "destination": "JP"},
        ),
        ("gallium Hamburg to Japan", {"description": "gallium", "departure": "DE", "destination": "JP"}),
        ("gallium Hong Kong to Yokohama", {"description": "gallium", "departure": "HK", "destination": "JP"}),
        ("gallium Shanghai to Tokyo", {"description": "gallium", "origin": "CN", "destination": "JP"}),
        ("Hamburg to Japan", {"departure": "DE", "destination": "JP"}),
        # Where something was made is said by words of its own, and is not where it leaves.
        *(
            (words, {"description": item, "origin": "CN", "departure": "DE", "destination": "JP"})
            for words, item in [
                ("tungsten oxide made in China Hamburg to Japan", "tungsten oxide"),
                ("Chinese tungsten oxide from Hamburg to Japan", "tungsten oxide"),
                ("tungsten oxide of Chinese origin from Germany to Japan", "tungsten oxide"),
                ("gallium, origin China, Germany to Japan", "gallium"),
                ("中国産タングステンをハンブルクから日本へ", "タングステン"),
                ("ドイツからの中国製磁石を日本へ", "磁石"),
                ("原产中国的氧化钨从汉堡到日本", "氧化钨"),
                ("在中国生产的镓从德国运往日本", "镓"),
            ]
        ),
        ("magnets (made in Germany) to Japan", {"description": "magnets", "origin": "DE", "destination": "JP"}),
        ("ドイツ製モーターの日本への輸出", {"description": "モーター", "origin": "DE", "destination": "JP"}),
        (
            "German magnets from China to Japan",
            {"description": "magnets", "origin": "DE", "departure": "CN", "destination": "JP"},
        ),
        ("氧化镝（中国产）日本", {"description": "氧化镝", "origin": "CN", "destination": "JP"}),
        # Sentences of those who ship on, and of Taiwan and Hong Kong; what was typed stands as it was typed.
        (
            "Dürfen wir Wolframpulver aus China an Kawasaki Heavy Industries in Kobe liefern?",
            {
                "description": "Wolframpulver",
                "origin": "CN",
                "destination": "JP",
                "end_user": "Kawasaki Heavy Industries",
            },
        ),
        (
            "Graphitblock aus China nach Japan, Kunde Toyo Tanso",
            {"description": "Graphitblock", "origin": "CN", "destination": "JP", "end_user": "Toyo Tanso"},
        ),
        (
            "我們想把鎵從中國大陸出口到日本三菱電機，可以嗎？",
            {"description": "鎵", "origin": "CN", "destination": "JP", "end_user": "三菱電機"},
        ),
        (
            "鏑磁鐵從上海經台灣轉運到日本，客戶是日立",
            {
                "description": "鏑磁鐵",
                "departure": "CN",
                "via": "TW",
                "destination": "JP",
                "end_user": "日立",
                "origin": "CN",
            },
        ),
        (
            "We hold 5 kg gallium in a Singapore warehouse (Chinese origin). Customer: Sony Semiconductor, Kumamoto",
            {
                "description": "gallium",
                "departure": "SG",
                "origin": "CN",
                "destination": "JP",
                "end_user": "Sony Semiconductor",
            },
        ),
        ("gallium von Hamburg nach Tokio", {"description": "gallium", "departure": "DE", "destination": "JP"}),
        # Whether something is on a list is asked of goods or of a party; two letters of a sentence are no country.
        *(
            (words, {"end_user": "SUBARU", "origin": "CN"})
            for words in ("Is SUBARU on the list?", "SUBARUは規制対象ですか")
        ),
        ("is Mitsubishi Electric listed?", {"end_user": "Mitsubishi Electric", "origin": "CN"}),
        ("三菱电机是否被列入管控名单？", {"end_user": "三菱电机", "origin": "CN"}),
        ("Is gallium on the control list?", {"description": "gallium", "origin": "CN"}),
        ("镓是管制物项吗", {"description": "镓", "origin": "CN"}),
        # What brackets say of a receiver is his place, his use or his kind; a place may stand behind his name.
        *(
            (words, {"description": "ガリウム", "origin": "CN", "destination": "JP", "end_use": "民生用"} | MAKER)
            for words in (
                "ガリウムを中国から日本の照明メーカー（民生用）へ",
                "ガリウム 中国から日本の照明メーカー（民生用）へ",
            )
        ),
        (
            "gallium from China to a lamp maker in Japan (civil use)",
            {"description": "gallium", "origin": "CN", "destination": "JP", "end_use": "civil use"} | MAKER,
        ),
        *(
            (f"gallium to {words}", {"description": "gallium", "origin": "CN", "destination": "JP", "end_user": party})
            for words, party in [
                ("Toshiba (Japan)", "Toshiba"),
                ("Kawasaki Heavy Industries Kobe", "Kawasaki Heavy Industries"),
                ("Naniwa Seiki Osaka", "Naniwa Seiki"),
            ]
        ),
        *(
            (text, {"description": goods, "origin": "CN", "destination": "JP", "end_user_kind": kind})
            for text, goods, kind in [
                ("gallium to our subsidiary in Osaka", "gallium", "civil|defence_contractor"),
                ("gallium to our Osaka plant", "gallium", "civil|defence_contractor"),
                ("向我们在大阪的子公司出口镓", "镓", "civil|defence_contractor"),
                ("ガリウムを当社の大阪工場へ", "ガリウム", "civil|defence_contractor"),
            ]
        ),
        ("gallium to the Tokyo office", {"description": "gallium", "origin": "CN", "destination": "JP"}),
        (
            "germanium lenses from Shenzhen to Tokyo via Hong Kong",
            {
                "description": "germanium lenses",
                "origin": "CN",
                "departure": "CN",
                "destination": "JP",
                "via": "HK",
            },
        ),
        (
            "gallium to Naniwa in Ehime",
            {"description": "gallium", "origin": "CN", "destination": "JP", "end_user": "Naniwa"},
        ),
        ("ガリウムを愛知県へ", {"description": "ガリウム", "origin": "CN", "destination": "JP"}),
        ("gallium to Europe", {"description": "gallium", "origin": "CN", "destination": "unknown"}),
        # A way that an arrow marks stands anywhere; what moves is said without saying whither.
        (
            "再輸出 磁石 シンガポール→大阪 防衛省向け",
            {"description": "磁石", "departure": "SG", "destination": "JP", "end_user": "防衛省"},
        ),
        (
            "磁石 シンガポール→大阪 浪速精機",
            {"description": "磁石", "departure": "SG", "destination": "JP", "end_user": "浪速精機"},
        ),
        (
            "氟化氢 出口 日本 森田化学",
            {"description": "氟化氢", "origin": "CN", "destination": "JP", "end_user": "森田化学"},
        ),
        (
            "从德国转运到日本的钕铁硼磁体，最终用户川崎重工",
            {"description": "钕铁硼磁体", "departure": "DE", "destination": "JP", "end_user": "川崎重工"},
        ),
        (
            "gallium to Japan, end user Naniwa Seiki",
            {"description": "gallium", "origin": "CN", "destination": "JP", "end_user": "Naniwa Seiki"},
        ),
        (
            "ガリウムを日本へ、需要者は浪速精機",
            {"description": "ガリウム", "origin": "CN", "destination": "JP", "end_user": "浪速精機"},
        ),
        (
            "gallium for the Japanese Ministry of Defense",
            {
                "description": "gallium",
                "origin": "CN",
                "end_user": "Ministry of Defense",
                "end_user_territory": "JP",
            },
        ),
        *(
            (text, {"origin": "CN", "destination": "JP"} | stated)
            for text, stated in [
                ("HS 850511 Japan", {"hs_code": "850511"}),
                ("税号 850511 日本", {"hs_code": "850511"}),
                ("is tungsten to Japan prohibited?", {"description": "tungsten"}),
                ("氧化镝出口日本禁止吗", {"description": "氧化镝"}),
                ("Can a Chinese supplier send tungsten to Japan?", {"description": "tungsten"}),
            ]
        ),
        # Who is no known place is somebody, and that is told.
        ("gallium to Sonorous", {"description": "gallium", "origin": "CN", "end_user": "Sonorous"}),
        ("ガリウムをヨタヨタへ", {"description": "ガリウム", "origin": "CN", "end_user": "ヨタヨタ"}),
        ("gallium for Sonorous", {"description": "gallium", "origin": "CN", "end_user": "Sonorous"}),
        (
            "gallium to Sonorous in Osaka",
            {"description": "gallium", "origin": "CN", "destination": "JP", "end_user": "Sonorous"},
        ),
        (
            "samarium cobalt magnets, Germany, to JAXA",
            {"description": "samarium cobalt magnets", "departure": "DE", "end_user": "JAXA"},
        ),
        ("gallium to Japan (Osaka)", {"description": "gallium", "origin": "CN", "destination": "JP"}),
        (
            "tungsten powder from our Hamburg warehouse to Japan",
            {"description": "tungsten powder", "departure": "DE", "destination": "JP"},
        ),
        (
            "motor made in Germany with Chinese neodymium magnets to Japan",
            {"description": "motor with Chinese neodymium magnets", "origin": "DE", "destination": "JP"},
        ),
        # A mark within a name says nothing of goods.
        ("日本製鋼所", {"end_user": "日本製鋼所", "origin": "CN"}),
        (
            "gallium to Japanese Navy",
            {"description": "gallium", "origin": "CN", "end_user": "Japanese Navy", "end_user_territory": "JP"},
        ),
        ("bone china to Japan", {"description": "bone china", "origin": "CN", "destination": "JP"}),
        ("Ga to Japan", {"description": "Ga", "origin": "CN", "destination": "JP"}),
        ("1c905.B to Germany", {"control_codes": "1C905.b", "origin": "CN", "destination": "DE"}),
        ("8505.11 to Japan", {"hs_code": "8505.11", "origin": "CN", "destination": "JP"}),
        (
            "gallium to Japan for Naniwa Seiki",
            {"description": "gallium", "origin": "CN", "destination": "JP", "end_user": "Naniwa Seiki"},
        ),
        (
            "dysprosium oxide, China to Japan, for Naniwa Seiki",
            {"description": "dysprosium oxide", "origin": "CN", "destination": "JP", "end_user": "Naniwa Seiki"},
        ),
        ("氧化镝，中国→日本", {"description": "氧化镝", "origin": "CN", "destination": "JP"}),
        ("1C905.b CN->JP", {"control_codes": "1C905.b", "origin": "CN", "destination": "JP"}),
        ("gallium, China ➡ Japan", {"description": "gallium", "origin": "CN", "destination": "JP"}),
        ("ガリウム 中国⇒日本", {"description": "ガリウム", "origin": "CN", "destination": "JP"}),
        ("三菱造船株式会社", {"end_user": "三菱造船株式会社", "origin": "CN"}),
        *(
            (words, {"description": item, "origin": "CN", "end_user": party})
            for words, item, party in [
                ("酸化ジスプロシウム 三菱重工業 航空エンジン", "酸化ジスプロシウム", "三菱重工業 航空エンジン"),
                ("dysprosium oxide to 三菱重工業 航空エンジン", "dysprosium oxide", "三菱重工業 航空エンジン"),
                ("酸化ジスプロシウムを三菱重工業 航空エンジンへ", "酸化ジスプロシウム", "三菱重工業 航空エンジン"),
                ("三菱重工業向け 酸化ジスプロシウム", "酸化ジスプロシウム", "三菱重工業"),
                ("氧化镝出口给三菱重工業", "氧化镝", "三菱重工業"),
                ("gallium for Subaru", "gallium", "Subaru"),
                ("ガリウム、日本飛行機㈱御中", "ガリウム", "日本飛行機㈱"),
                # A firm on no list is one by its legal form.
                ("dysprosium oxide to Naniwa Seiki Co., Ltd.", "dysprosium oxide", "Naniwa Seiki Co., Ltd."),
                ("dysprosium oxide Naniwa Seiki Co., Ltd.", "dysprosium oxide", "Naniwa Seiki Co., Ltd."),
                ("ガリウム 浪速精機株式会社", "ガリウム", "浪速精機株式会社"),
            ]
        ),
        (
            "酸化ジスプロシウム 三菱重工業 航空エンジン 日本",
            {
                "description": "酸化ジスプロシウム",
                "origin": "CN",
                "destination": "JP",
                "end_user": "三菱重工業 航空エンジン",
            },
        ),
        ("3C001.a 三菱重工業", {"control_codes": "3C001.a", "origin": "CN", "end_user": "三菱重工業"}),
        ("三菱重工業 航空エンジン", {"end_user": "三菱重工業 航空エンジン", "origin": "CN"}),
        # What joins no party stays in the description: no word is lost.
        ("steel resistant to rust", {"description": "steel resistant to rust", "origin": "CN"}),
        ("office chair", {"description": "office chair", "origin": "CN"}),
        ("cork sheets", {"description": "cork sheets", "origin": "CN"}),  # a city only where a word says so
    ],
)
def test_a_few_words_state_an_item_its_way_and_a_party(words: str, stated: dict[str, str], library: Library):
    assert facts_in_words(words, Workspace(library=library, today=DAY)).facts == stated


FIRM = "civil|defence_contractor"


@pytest.mark.parametrize(
    ("words", "stated"),
    [
        # A private firm may work for the forces; one that is called civil is civil; a customer may be anybody.
        ("ジスプロシウムを日本の民間メーカーへ", {"destination": "JP", "end_user_kind": FIRM}),
        ("ガリウムを大阪の民間メーカーへ", {"destination": "JP", "end_user_kind": FIRM}),
        ("日本の民間メーカー向けジスプロシウム", {"destination": "JP", "end_user_kind": FIRM}),
        ("氧化镝出口到日本民用企业", {"destination": "JP", "end_user_kind": "civil"}),
        ("向日本大阪民用企业出口镓", {"destination": "JP", "end_user_kind": "civil"}),
        ("把镓卖给日本客户", {"destination": "JP"}),
        ("gallium to a civil manufacturer in Osaka", {"destination": "JP", "end_user_kind": "civil"}),
        ("tungsten powder for a civil customer in Japan", {"destination": "JP", "end_user_kind": "civil"}),
        (
            "Can we ship tungsten powder from Hamburg to a manufacturer in Nagoya?",
            {"departure": "DE", "destination": "JP", "end_user_kind": FIRM},
        ),
        # What stands around a sentence says nothing of the shipment.
        ("is a licence needed to export gallium to Japan?", {"destination": "JP"}),
        ("请问可以出口镓到日本吗？", {"destination": "JP"}),
        ("ジスプロシウムを日本の自動車メーカーに輸出したい", {"destination": "JP", "end_user_kind": FIRM}),
        ("酸化ジスプロシウムの日本への輸出", {"destination": "JP"}),
        ("三菱電機にガリウムを輸出できますか", {"end_user": "三菱電機"}),
        # A use, a way and a name beside a place.
        ("ガリウム 日本向け 民生用", {"destination": "JP", "end_use": "民生用"}),
        ("氧化镝，日本，民用", {"destination": "JP", "end_use": "民用"}),
        ("germanium to Japan, civil use", {"destination": "JP", "end_use": "civil use"}),
        ("タングステンを護衛艦向けに日本へ輸出したい", {"destination": "JP", "end_use": "護衛艦"}),
        ("黒鉛を韓国経由で日本へ", {"destination": "JP", "via": "KR"}),
        ("gallium to Naniwa Seiki in Osaka", {"destination": "JP", "end_user": "Naniwa Seiki"}),
        ("ガリウムを浪速精機（大阪）へ", {"destination": "JP", "end_user": "浪速精機"}),
        ("Wolframpulver nach Japan für Naniwa Seiki", {"destination": "JP", "end_user": "Naniwa Seiki"}),
    ],
)
def test_a_sentence_says_where_goods_go_and_who_gets_them(words: str, stated: dict[str, str], library: Library):
    read = facts_in_words(words, Workspace(library=library, today=DAY))
    goods = read.facts["description"]
    assert goods in words
    assert {name: value for name, value in read.facts.items() if name not in {"origin", "description"}} == stated
    assert not read.notes


@pytest.mark.parametrize(
    ("words", "goods", "strange"),
    [
        ("gallium to Europe", "gallium", "Europe"),
        ("gallium to naniwa seiki", "gallium", "naniwa seiki"),
        ("ガリウムを海外へ", "ガリウム", "海外"),
        ("镓出口到国外", "镓", "国外"),
    ],
)
def test_words_that_are_neither_a_place_nor_a_party_leave_the_place_unknown_and_are_told(
    words: str, goods: str, strange: str, library: Library
):
    read = facts_in_words(words, Workspace(library=library, today=DAY))
    assert read.facts == {"origin": "CN", "description": goods, "destination": "unknown"}
    assert [f"“{strange}”" in note for note in read.notes] == [True]
    answer = determine(words, library, as_of=DAY)
    assert read.notes[0] in answer.notes
    told = CliRunner().invoke(main, ["check", words, "--as-of", str(DAY)]).stdout
    assert strange in told
    assert "--destination" in told


@pytest.mark.parametrize(
    ("words", "goods", "name"),
    [
        ("gallium to Atlantis", "gallium", "Atlantis"),
        ("office chair to Atlantis", "office chair", "Atlantis"),
        ("ガリウムをアトランティスへ", "ガリウム", "アトランティス"),
        ("镓出口给浪速精机", "镓", "浪速精机"),
    ],
)
def test_a_name_of_no_known_place_is_taken_for_the_end_user_and_told(
    words: str, goods: str, name: str, library: Library
):
    read = facts_in_words(words, Workspace(library=library, today=DAY))
    assert read.facts == {"origin": "CN", "description": goods, "end_user": name}
    assert [f"“{name}”" in note for note in read.notes] == [True]
    answer = determine(words, library, as_of=DAY)
    assert read.notes[0] in answer.notes
    assert "destination" in answer.missing
    told = CliRunner().invoke(main, ["check", words, "--as-of", str(DAY)]).stdout
    assert f"No place “{name}” is known here" in told
    assert "--destination" in told


def test_words_of_goods_that_join_two_things_name_no_end_user(library: Library):
    for words in ("adapter cable USB to HDMI", "gearbox, 3 to 1"):
        assert facts_in_words(words, Workspace(library=library, today=DAY)).facts["description"] == words


def test_a_word_that_is_not_read_is_no_error_and_a_flag_answers_it(library: Library):
    read = facts_in_words("gallium to Japan for camera", Workspace(library=library, today=DAY))
    assert read.facts["end_use"] == "unknown"
    assert ["“camera” does not say" in note for note in read.notes] == [True]
    told = CliRunner().invoke(main, ["check", "gallium to Europe", "--destination", "JP", "--as-of", str(DAY)])
    assert told.stdout.startswith("◆ Not decided")
    assert "Europe" not in told.stdout


def test_a_start_that_is_not_read_is_unknown_and_not_the_country_whose_law_is_asked(library: Library):
    read = facts_in_words("gallium from Atlantis to Japan", Workspace(library=library, today=DAY))
    assert read.facts == {"description": "gallium", "departure": "unknown", "destination": "JP"}


def test_words_are_answered_as_the_facts_that_they_state(library: Library):
    words = "dysprosium oxide to Japan"
    stated = {"description": "dysprosium oxide", "origin": "CN", "destination": "JP"}
    by_words, by_facts = (determine(line, library, as_of=DAY) for line in (words, stated))
    assert brief(by_words, words, library) == brief(by_facts, stated, library)
    told = CliRunner().invoke(main, ["check", *words.split(), "--as-of", str(DAY)])
    flags = [part for name, value in stated.items() for part in (f"--{name.replace('_', '-')}", value)]
    assert told.stdout == CliRunner().invoke(main, ["check", *flags, "--as-of", str(DAY)]).stdout
    assert told.stdout.startswith("◆ Not decided")


def test_what_words_and_a_flag_both_state_is_refused_and_not_chosen():
    told = CliRunner().invoke(main, ["check", "gallium", "to", "Japan", "--destination", "DE"])
    assert told.exit_code == 1
    assert told.stderr.startswith("destination: “Japan” in “gallium to Japan” and --destination DE both state it.")


def test_words_without_a_day_are_judged_by_the_law_of_today(library: Library):
    assert determine("gallium to Japan", library).as_of == today()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["check", "--destination"], "--destination には値が必要です。"),
        (["check", "--why=yes"], "--why に値は付けられません。"),
        (["example", "nosuch"], "コマンド「nosuch」はありません。"),
        (["coverage", "x", "y"], "「x y」は余分です"),
    ],
)
def test_a_slip_in_a_command_is_told_in_its_language(typed: list[str], told: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SEKISHO_LANGUAGE", "ja")
    said = CliRunner().invoke(main, typed)
    assert said.exit_code == 2
    assert told in said.stderr


@pytest.mark.parametrize(
    ("words", "stated"),
    [
        ("氧化镝，中国→日本，用于汽车电机", {"destination": "JP", "end_use": "汽车电机"}),
        ("氧化镝，中国到日本，用途：民用", {"destination": "JP", "end_use": "民用"}),
        ("镓 日本 用于军事", {"destination": "JP", "end_use": "军事"}),
        ("gallium to Japan, for use in LED lamps", {"destination": "JP", "end_use": "LED lamps"}),
        ("ガリウムを日本へ、用途は民生", {"destination": "JP", "end_use": "民生"}),
        ("氧化镝，中国到日本，供浪速精机使用", {"destination": "JP", "end_user": "浪速精机"}),
        ("ガリウムを日本へ、浪速精機向け", {"destination": "JP", "end_user": "浪速精機"}),
        ("氧化镝 中国 日本 浪速精机", {"destination": "JP", "end_user": "浪速精机"}),
        ("酸化ジスプロシウム 三菱重工 長崎造船所", {"end_user": "三菱重工 長崎造船所"}),
        ("三菱重工業長崎造船所 酸化ジスプロシウム", {"end_user": "三菱重工業長崎造船所"}),
        ("白银出口到日本", {"destination": "JP"}),
    ],
)
def test_what_stands_behind_goods_and_places_is_their_use_or_their_user(
    words: str, stated: dict[str, str], library: Library
):
    read = facts_in_words(words, Workspace(library=library, today=DAY))
    assert {name: value for name, value in read.facts.items() if name not in {"origin", "description"}} == stated
    assert read.facts["description"] in words
    assert not read.notes


def test_a_works_alone_is_its_firm_and_no_goods(library: Library):
    for words in ("三菱重工 長崎造船所", "三菱重工長崎造船所", "Mitsubishi Heavy Industries Nagasaki Shipyard"):
        assert facts_in_words(words, Workspace(library=library, today=DAY)).facts == {"origin": "CN", "end_user": words}


@pytest.mark.parametrize("words", ["magnets used in motors", "用于汽车电机的氧化镝", "氧化镝，供研究用"])
def test_a_use_without_a_shipment_stays_part_of_the_goods(words: str, library: Library):
    assert facts_in_words(words, Workspace(library=library, today=DAY)).facts["description"] == words


def test_a_use_that_is_not_read_is_told_and_left_open(library: Library):
    answer = determine("氧化镝，中国→日本，用于汽车电机", library, as_of=DAY)
    assert any("汽车电机" in note and "does not say" in note for note in answer.notes)
    assert "end_use" in answer.missing


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_the_example_that_an_empty_question_prints_is_read_whole(language: str, library: Library):
    told = CliRunner().invoke(main, ["check", "--language", language]).stdout
    words = told.split('sekisho check "')[1].split('"')[0]
    read = facts_in_words(words, Workspace(library=library, today=DAY))
    assert read.facts.keys() == {"origin", "destination", "description", "end_user"}
    assert not read.notes


@pytest.mark.parametrize("name", ["三菱重工業", "三菱重工 長崎造船所", "Mitsubishi Heavy Industries"])
def test_of_the_head_of_a_group_the_listed_companies_are_told_with_their_acts(name: str, library: Library):
    facts = {"origin": "CN", "destination": "JP", "control_codes": "1C905.b", "end_user": name}
    answer = determine(facts, library, as_of=DAY)
    (note,) = answer.notes
    assert "10 companies of its group are on the control list" in note
    assert "Announcement 11 of 2026, Announcement 27 of 2026" in note
    assert "10 companies of its group" in str(brief(answer, facts, library)[1])
    for other in ("Naniwa Seiki", "Mitsubishi Shipbuilding"):
        assert not determine({**facts, "end_user": other}, library, as_of=DAY).notes
    assert not determine(facts, library, as_of="2026-01-15").notes, "nobody of the group was listed before February"


@pytest.mark.parametrize(
    ("words", "item", "party"),
    [
        ("日本向け フランジ 日鋼特機", "フランジ", "日鋼特機"),
        ("フランジ 日鋼特機 日本向け", "フランジ", "日鋼特機"),
        ("日本向け 酸化ジスプロシウム 最終需要者 三菱造船", "酸化ジスプロシウム", "三菱造船"),
        ("フランジ 日本向け 川崎重工業航空宇宙システムカンパニー", "フランジ", "川崎重工業航空宇宙システムカンパニー"),
        ("flange IHI Aerospace to Japan", "flange", "IHI Aerospace"),
    ],
)
def test_a_listed_name_behind_the_goods_is_to_whom_they_go_wherever_the_place_stands(
    words: str, item: str, party: str, library: Library
):
    read = facts_in_words(words, Workspace(library=library, today=DAY)).facts
    assert (read["description"], read["end_user"], read["destination"]) == (item, party, "JP")


@pytest.mark.parametrize("words", ["TDK capacitors to Japan", "日本向け TDK製コンデンサ"])
def test_a_name_before_goods_whose_place_is_said_is_their_maker(words: str, library: Library):
    read = facts_in_words(words, Workspace(library=library, today=DAY)).facts
    assert (read["destination"], "end_user" in read) == ("JP", False)
