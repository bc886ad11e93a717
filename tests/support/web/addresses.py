"""The addresses that the tests of all pages ask."""

LINE = "movement=export&departure=CN&destination=JP&control_codes=3C001.a&end_user_kind=civil"
SETTLED = "movement=export&departure=CN&destination=JP&control_codes=3C001.a&end_user_kind=military&end_use=military"
FREE = (
    "movement=export&departure=CN&destination=DE&control_codes=none&end_user_kind=civil&end_use=civil"
    "&knowledge_of_risk=no&end_user_territory=DE&end_use_sector=general&end_user=unknown&prior_undertaking=no"
)
PAGES = (
    "/",
    "/search",
    "/check",
    "/check?movement=export&departure=CN",
    "/check?movement=export&departure=CN&destination=JP&control_codes=3C001.a&ask=end_use",
    "/check?movement=export&ask=date",
    "/check?movement=export&ask=end_user",
    f"/check/answers?{LINE}",
    f"/check/result?{LINE}",
    f"/check/result?{SETTLED}",
    f"/check/result?{FREE}",
    f"/check/result?{LINE}&as_of=1990-01-01",
    "/answer/3C001.a/CN-JP",
    f"/check/sheet?{LINE}",
    "/quick",
    "/measures",
    "/measures?state=suspended",
    "/measures?as_of=1990-01-01&state=in_force",
    "/measures/cn/2026-01-japan-dual-use",
    "/measures/cn/2025-57-holmium-and-others?as_of=2026-12-01",
    "/measures/cn/2025-57-holmium-and-others/compare?from=2025-11-08&to=2026-11-11",
    "/terms/enhances-military-strength",
    "/terms/export",
    "/codes",
    "/codes/cn/dual-use/1C905.a",
    "/codes/cn/dual-use/1C",
    "/classify",
    "/parties",
    "/changes",
    "/dependence",
    "/dependence/gallium",
    "/changes?from=2025-10-01&to=2026-02-28",
    "/parties/queue",
    "/parties/jp-ecl-a17",
    "/parties/mhi",
    "/books",
    "/impact",
    "/nowcast",
    "/impact?what=japan-ban&start=2026-01-06&reading=broad",
    "/exposure",
    "/exposure?reading=broad&scenario=rare-earths-stop&end_use=civil",
    "/coverage",
    "/help",
    "/api",
)
