"""Tables of parts that open projects publish are read as they stand, and material declarations in XML."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.support.bills import SAMPLES, faults, lines_of, published, read

from sekisho import BillError


@published
def test_the_robot_has_three_levels_and_twelve_motors():
    found = read(SAMPLES / "odri_quadruped_bom.csv")
    lines = lines_of(found)
    assert found.layout == "assemblies"
    assert found.structure.depth == 3
    assert lines["quadruped_12dof_v1", "leg_3dof_v1"] * lines["leg_3dof_v1", "actuator_module_v1"] == 12
    assert lines["actuator_module_v1", "T-Motor Antigravity 4004 300kV"] == 1
    assert found.parts.supplier[found.place("T-Motor Antigravity 4004 300kV")] == "T-Motor"
    assert not found.parts.origin.stated.any(), "the seat of a brand is no origin"


@published
def test_alternatives_of_the_robot_are_choices_and_are_not_added_up():
    found = read(SAMPLES / "odri_quadruped_bom.csv")
    groups: dict[int, dict[int, list[str]]] = {}
    for part, group, choice in zip(
        found.lines.part.tolist(), found.lines.group.tolist(), found.lines.choice.tolist(), strict=True
    ):
        if group >= 0:
            groups.setdefault(group, {}).setdefault(choice, []).append(found.parts.ids[part].partition(",")[0])
    told = sorted(sorted(sorted(choice) for choice in choices.values()) for choices in groups.values())
    tensioner = ["Bearing", "Fasteners", "Washers"]
    own = ["Broadcom Encoder Kit AEDM-5810-Z12", "Codewheel Mount Encoder Kit"]
    standard = ["Codewheel for Encoder AEDT-9810-Z00", "Encoder Broadcom AEDT-9810-Z00", "Encoder Codewheel PWB Mount"]
    first, *rest = told
    assert [[name.removesuffix(" Timing Belt Tensioner") for name in choice] for choice in first] == [
        [*tensioner[:2], "Timing Belt Tensioner Roller 10mm", tensioner[2]],
        tensioner,
    ]
    assert rest == [[own, standard], [["Lower Leg v2"], ["Lower Leg v3"]]]


@published
def test_the_laptop_leaves_out_what_is_not_placed():
    found = read(SAMPLES / "mnt_reform_bom.csv")
    lines = lines_of(found)
    assert found.layout == "circuit boards"
    assert lines["reform2", "reform2-motherboard"] == 1
    assert [found.parts.ids[place] for place in found.products] == ["reform2"]
    assert len(found.lines) == 165, "162 placed lines on three boards"


@published
def test_a_battery_holds_materials_by_mass():
    found = read(SAMPLES / "battery_material_intensity.csv")
    assert found.layout == "material intensities"
    assert lines_of(found)["battery NMC 811", "graphite"] == pytest.approx(0.924109)
    assert ("battery LFP", "cobalt") not in lines_of(found)
    assert len(found.products) == 21


DECLARATION = """<?xml version="1.0"?>
<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0" version="2.0">
  <BusinessInfo mode="Distribute"><Response><SupplyCompany name="Mihon Motors"/></Response></BusinessInfo>
  <Product unitType="Each">
    <ProductID itemNumber="M-100" itemName="Small motor"><Amount value="120" UOM="g"/></ProductID>
    <SubProduct numberOfInstances="2">
      <ProductID itemNumber="R-7" itemName="Magnet ring"/>
      <MaterialInfo><HomogeneousMaterialList>
        <HomogeneousMaterial name="NdFeB"><Amount value="10" UOM="g"/>
          <SubstanceCategoryList><SubstanceCategory name="Supplier">
            <Substance name="neodymium">
              <SubstanceID identity="7440-00-8" authority="CAS"/><Concentration value="30"/>
            </Substance>
            <Substance name="dysprosium"><Amount value="200" UOM="mg"/></Substance>
          </SubstanceCategory></SubstanceCategoryList>
        </HomogeneousMaterial>
      </HomogeneousMaterialList></MaterialInfo>
    </SubProduct>
    <MaterialInfo><HomogeneousMaterialList>
      <HomogeneousMaterial name="steel"><Amount value="0.08" UOM="kg"/></HomogeneousMaterial>
    </HomogeneousMaterialList></MaterialInfo>
  </Product>
</MainDeclaration>
"""


def test_a_material_declaration_is_read_down_to_substances(tmp_path: Path):
    file = tmp_path / "motor.xml"
    file.write_text(DECLARATION, encoding="utf-8")
    found = read(file)
    assert lines_of(found) == {
        ("M-100", "steel"): pytest.approx(0.08),
        ("M-100", "R-7"): 2,
        ("R-7", "neodymium"): pytest.approx(0.003),
        ("R-7", "dysprosium"): pytest.approx(0.0002),
    }
    assert found.parts.supplier[found.place("R-7")] == "Mihon Motors"
    assert not found.is_made.any()
    assert found.parts.description[found.place("neodymium")] == "neodymium (CAS 7440-00-8)"


CHEMSHERPA = """<?xml version="1.0" encoding="utf-8"?>
<Main xmlns="http://std.iec.ch/iec62474">
  <BusinessInfo><Response><SupplyCompany name="Mihon Motors" nameLocal="見本モーター"/></Response></BusinessInfo>
  <Product unitType="each">
    <ProductID name="Small motor" identifier="M-100"><Mass mass="120" unitOfMeasure="g"/></ProductID>
    <Composition><ProductPart name="Magnet ring" identifier="R-7" numberOfInstances="2">
      <Material name="NdFeB"><Mass mass="10" unitOfMeasure="g"/>
        <Substance name="dysprosium" casNumber="7429-91-6"><MassPercent massPercent="2"/></Substance>
      </Material></ProductPart></Composition>
  </Product>
</Main>
"""


def test_a_declaration_of_chemsherpa_is_read_out_of_its_archive(tmp_path: Path):
    file = tmp_path / "motor.shai"
    with ZipFile(file, "w") as parts:
        parts.writestr("motor.xml", CHEMSHERPA)
    found = read(file)
    assert lines_of(found) == {("M-100", "R-7"): 2, ("R-7", "dysprosium"): pytest.approx(0.0002)}
    assert found.parts.supplier[found.place("M-100")] == "Mihon Motors"
    assert found.parts.description[found.place("dysprosium")] == "dysprosium (CAS 7429-91-6)"
    with ZipFile(file, "w") as parts:
        parts.writestr("readme.txt", "nothing")
    with pytest.raises(BillError, match="contains no XML"):
        read(file)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('UOM="mg"', 'UOM="mm"', "'mm' is not a unit of mass."),
        ('value="200"', 'value="much"', "'much' is not a number."),
        ("<Product ", "<Item ", "is not well-formed XML."),
        ('itemNumber="M-100" itemName="Small motor"', "", "a product has no number and no name."),
        ('<?xml version="1.0"?>', '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>', "declares a document type or"),
    ],
)
def test_what_is_wrong_with_a_declaration_is_told(tmp_path: Path, old: str, new: str, said: str):
    assert said in "\n".join(faults(tmp_path, DECLARATION.replace(old, new), "motor.xml"))
