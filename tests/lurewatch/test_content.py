from lurewatch.content import content_hash, content_id


def test_white_space_joiners_and_composition_do_not_change_the_identity() -> None:
    plain = content_hash(title="ශ්\u200dරී ලංකා", description="රැකියා  අවස්ථා\n")
    assert plain == content_hash(title="ශ්රී ලංකා", description=" රැකියා අවස්ථා")


def test_every_part_counts_and_parts_do_not_run_together() -> None:
    base = content_hash(title="a", description="b")
    assert base != content_hash(title="ab", description="")
    assert base != content_hash(title="a", description="b", hiring_organization="c")
    assert base != content_hash(title="a", description="b", job_location="c")
    assert base != content_hash(title="a", description="b", base_salary_raw="c")


def test_content_ids_are_stable_and_distinct() -> None:
    assert content_id("a", "b") == content_id("a", "b")
    assert content_id("a", "b") != content_id("ab")
    assert len(content_id("a")) == 32
