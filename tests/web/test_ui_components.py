"""Components: what page writers rely on, and what must never reach a page."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, engines
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from gongkai.web.ui import heat, strip
from gongkai.web.ui.forms import DayInput
from gongkai.web.ui.frames import Chip, NavItem
from gongkai.web.ui.gallery import WeekCalendar

EVIL = '"a" onmouseover=alert(1) \'b\' <script>x</script> "z"'
Render = Callable[..., html.HtmlElement]


def rendered(source: str, path: str = "/", **context: Any) -> str:
    """Render a template as a page would, after cotton has compiled its tags."""
    from django_cotton.compiler_regex import CottonCompiler

    compiled = CottonCompiler().process("{% load gongkai i18n %}" + source)
    template = engines["django"].from_string(compiled).template
    return template.render(RequestContext(RequestFactory().get(path), context))


def tree(source: str, path: str = "/", **context: Any) -> html.HtmlElement:
    return html.fragment_fromstring(rendered(source, path, **context), create_parent="div")


class Form(forms.Form):
    name = forms.CharField(label="姓名", help_text="与证件一致")
    day = forms.DateField(label="日期", widget=DayInput)
    kind = forms.ChoiceField(label="形式", widget=forms.RadioSelect, choices=[("a", "纸质"), ("b", "电子")])
    phone = forms.CharField(label="电话", required=False)
    agree = forms.BooleanField(label="同意")

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("name") == "坏":
            raise forms.ValidationError("姓名和证件不符。")
        return self.cleaned_data


def test_nothing_of_the_page_leaks_into_a_component() -> None:
    loud = {
        "title": "页",
        "label": "页",
        "kind": "danger",
        "href": "/leak",
        "meta": "页",
        "note": "页",
        "disabled": True,
    }
    assert "leak" not in rendered("<c-button>好</c-button>", **loud)
    assert 'class="badge neutral' in rendered("<c-badge>好</c-badge>", **loud)
    assert "<h2" not in rendered("<c-card>好</c-card>", **loud)


def test_an_outer_component_does_not_leak_into_an_inner_one() -> None:
    shown = tree('<c-card title="外" kind="danger"><c-card>内</c-card></c-card>')
    assert shown.xpath("count(.//h2)") == 1
    assert "danger" not in shown.xpath(".//section/section/@class")[0]


@pytest.mark.parametrize(
    "source",
    [
        '<c-button :data-x="evil" :confirm="evil" :href="evil">{{ evil }}</c-button>',
        '<c-card :title="evil" :data-x="evil">{{ evil }}</c-card>',
        '<c-badge title="{{ evil }}" :data-x="evil">{{ evil }}</c-badge>',
        '<c-item :title="evil" :url="evil" :meta="evil" :badge="evil" />',
        '<c-next-step :title="evil" :needs="evil" :reason="evil" :data-x="evil" />',
        '<c-stat :value="evil" :label="evil" :note="evil" :href="evil" />',
        '<c-page-header :title="evil" :lead="evil" :meta="evil" :kicker="evil" />',
        '<c-search :action="evil" :value="evil" :placeholder="evil" />',
        '<c-table :caption="evil" :columns="evil"><tr><td>{{ evil }}</td></tr></c-table>',
        '<c-event :title="evil" :meta="evil" />',
        '<c-receipt :title="evil" :number="evil" />',
        '<c-reading-tools :url="evil" :number="evil" />',
    ],
)
def test_text_of_users_is_escaped_wherever_it_is_put(source: str) -> None:
    shown = tree(source, evil=EVIL)
    assert shown.xpath(".//script") == []
    assert shown.xpath(".//@onmouseover") == []


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
def test_unknown_attributes_arrive_unchanged(value: str) -> None:
    shown = tree('<c-badge :data-x="value">好</c-badge>', value=value)
    assert shown.xpath(".//span/@data-x") == [value]


def test_a_label_is_escaped_once() -> None:
    assert "甲 &amp; 乙" in rendered('<c-stat value="1" label="{{ name }}" />', name="甲 & 乙")
    assert "&amp;amp;" not in rendered('<c-stat value="1" label="{{ name }}" />', name="甲 & 乙")
    assert "甲 &amp; 乙" in rendered('<c-stat value="1" :label="name" />', name="甲 & 乙")


def test_a_disabled_button_goes_nowhere() -> None:
    shown = tree('<c-button href="/x" disabled>不能</c-button>')
    assert shown.xpath(".//a") == []
    assert shown.xpath(".//button/@disabled")


def test_a_key_is_shown_and_bound() -> None:
    (button,) = tree('<c-button href="/new" key="n">新建</c-button>').xpath(".//a")
    assert button.get("data-key") == button.get("aria-keyshortcuts") == button.find("kbd").text == "n"


def test_a_field_is_tied_to_its_hint_and_its_error() -> None:
    form = Form({"day": "昨天"})
    shown = tree('<c-field :field="form.name" />', form=form)
    (control,) = shown.xpath(".//input")
    described = control.get("aria-describedby").split()
    assert [shown.get_element_by_id(one) is not None for one in described] == [True, True]
    assert control.get("aria-invalid") == "true"
    assert "与证件一致" in shown.get_element_by_id(described[0]).text_content()
    assert shown.xpath(f".//label[@for='{control.get('id')}']")


def test_a_hint_given_by_the_page_is_tied_as_well() -> None:
    shown = tree('<c-field :field="form.phone" hint="用于通知领取" />', form=Form())
    (control,) = shown.xpath(".//input")
    assert shown.get_element_by_id(control.get("aria-describedby")).text_content() == "用于通知领取"


def test_only_what_may_be_left_out_is_marked() -> None:
    shown = rendered("<c-fields :form='form' />", form=Form())
    assert shown.count("（选填）") == 1


def test_choices_are_a_group_with_a_legend() -> None:
    shown = tree('<c-field :field="form.kind" />', form=Form())
    assert shown.xpath(".//fieldset/legend")[0].text_content().strip() == "形式"
    assert len(shown.xpath(".//fieldset//input[@type='radio']")) == 2


def test_a_date_is_given_to_the_browser_as_it_wants_it() -> None:
    with translation.override("zh-hans"):
        shown = tree('<c-field :field="form.day" />', form=Form(initial={"day": date(2026, 11, 4)}))
    assert shown.xpath(".//input[@type='date']/@value") == ["2026-11-04"]


def test_the_error_summary_leads_to_every_field() -> None:
    form = Form({"day": "昨天"})
    shown = tree('<c-form :form="form"><c-fields :form="form" /></c-form>', form=form)
    (summary,) = shown.xpath(".//*[@role='alert']")
    targets = [link.get("href")[1:] for link in summary.xpath(".//a")]
    assert len(targets) == 4
    assert all(shown.get_element_by_id(target).tag in ("input", "select", "textarea") for target in targets)
    assert summary.get("tabindex") == "-1"


def test_an_error_of_the_whole_form_stands_in_the_summary() -> None:
    form = Form({"name": "坏", "day": "2026-11-04", "kind": "a", "agree": "on"})
    assert "姓名和证件不符。" in rendered('<c-error-summary :form="form" />', form=form)


def test_a_form_without_errors_has_no_summary() -> None:
    assert "summary" not in rendered('<c-error-summary :form="form" />', form=Form())
    assert rendered("{% title_prefix form %}", form=Form()) == ""
    assert rendered("{% title_prefix form %}", form=Form({})) == "有误："


def test_django_forms_come_out_in_the_same_look() -> None:
    plain = tree("{{ form }}", form=Form({}))
    assert len(plain.xpath(".//div[contains(@class, 'field')]")) == 5
    assert plain.xpath(".//*[@role='alert']")
    assert 'class="field' in rendered("{{ form.name.as_field_group }}", form=Form())


def test_sorting_turns_round_and_keeps_the_filters() -> None:
    source = '<c-th sort="due" first="desc">期限</c-th>'
    shown = [
        tree(f"<table><tr>{source}</tr></table>", path) for path in ("/?q=补贴&page=3", "/?sort=-due", "/?sort=due")
    ]
    links = [one.xpath(".//a/@href")[0] for one in shown]
    assert links == ["?q=%E8%A1%A5%E8%B4%B4&sort=-due", "?sort=due", "?sort=-due"]
    assert [one.xpath(".//th/@aria-sort") for one in shown] == [[], ["descending"], ["ascending"]]


def test_a_table_without_rows_says_so_in_words() -> None:
    shown = rendered(
        '<c-table caption="待办" empty="没有待办"><c-slot name="head"><c-th>项</c-th></c-slot>\n</c-table>'
    )
    assert "没有待办" in shown
    assert "<table" not in shown


def test_a_table_has_caption_scope_and_a_name_for_its_region() -> None:
    shown = tree('<c-table caption="待办"><c-slot name="head"><c-th>项</c-th></c-slot><tr><td>一</td></tr></c-table>')
    assert shown.xpath(".//caption")[0].text == "待办"
    assert shown.xpath(".//th/@scope") == ["col"]
    assert shown.xpath(".//*[@role='region']/@aria-label") == ["待办"]


def test_pages_keep_the_query_and_leave_out_the_middle() -> None:
    page = Paginator(range(400), 20).get_page(10)
    shown = tree('<c-pagination :page="page" />', "/?q=a", page=page)
    assert shown.xpath(".//a[@rel='prev']/@href") == ["?q=a&page=9"]
    assert shown.xpath("string(.//*[@aria-current='page'])").split()[-1] == "10"
    assert shown.text_content().count("…") == 2
    assert rendered('<c-pagination :page="page" />', page=Paginator(range(5), 20).get_page(1)).strip() == ""


def test_filters_that_are_on_say_so_and_can_be_taken_off() -> None:
    shown = tree('<c-chips :items="chips" />', chips=[Chip("有效", "?", on=True, count=3), Chip("废止", "?v=2")])
    on, off = shown.xpath(".//a")
    assert on.get("aria-current") == "true"
    assert "点按取消" in on.text_content()
    assert off.get("aria-current") is None


def test_a_heat_map_says_every_state_in_words() -> None:
    cells = [heat.Cell(3, "fresh"), heat.Cell(200, "severe", href="/x"), heat.Cell("", "none"), heat.Cell("", "yes")]
    shown = tree(
        '<c-heat-map :map="map" />', map=heat.HeatMap("新鲜度", "单位", list("甲乙丙丁"), [heat.Row("青河乡", cells)])
    )
    words = [" ".join(cell.text_content().split()) for cell in shown.xpath(".//td")]
    assert words == ["3 新鲜", "200 严重", "不涉及", "已发布"]
    assert shown.xpath(".//th[@scope='row']")[0].text_content() == "青河乡"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: heat.Cell(1, "hot"), "没有“hot”这一级"),
        (lambda: heat.HeatMap("图", "单位", ["甲"], [heat.Row("乡", [])]), "乡有0格，应有1格"),
    ],
)
def test_a_wrong_heat_map_is_refused(make: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make()


def test_the_strip_says_rest_work_and_what_is_due() -> None:
    friday = date(2026, 11, 27)
    days = strip.days(WeekCalendar(), friday, 3, due={friday: ["danger"] * 6}, href=lambda day: f"/{day}")
    assert [day.working for day in days] == [True, False, False]
    assert (len(days[0].shown), days[0].hidden, days[0].href) == (4, 2, "/2026-11-27")
    assert days[0].spoken == "2026年11月27日 星期五，6 件到期"
    assert days[1].spoken == "2026年11月28日 星期六，休息，无到期事项"
    assert days[1].href == ""


def test_a_worked_saturday_is_told_from_a_free_one() -> None:
    assert strip.Day(date(2026, 11, 28), working=True).made_up
    assert "上班（调休）" in strip.Day(date(2026, 11, 28), working=True).spoken


def test_the_current_place_is_marked_for_all_senses() -> None:
    items = [NavItem("公开", "/a"), NavItem("申请", "/b", count=2, current=True, alert=True)]
    shown = tree('<c-side-nav :items="items" title="栏目" /><c-tabs :items="items" />', items=items)
    assert [link.get("href") for link in shown.xpath(".//a[@aria-current='page']")] == ["/b", "/b"]


def test_steps_are_read_out() -> None:
    shown = rendered('<c-steps :items="items" :current="2" />', items=["谁", "什么", "核对"])
    assert "第 2 步，共 3 步" in shown


def test_a_badge_of_days_left_reads_in_full() -> None:
    assert "还剩2个工作日" in rendered("{% working_days_left 2 %}")
    assert "节假日安排未公布" in rendered("{% working_days_left 2 provisional=True %}")
    assert rendered("{% working_days_left n %}", n=None) == ""


def test_a_qr_code_names_where_it_leads() -> None:
    shown = html.fragment_fromstring(rendered("{% qr url %}", url="https://example.gov.cn/?a=1&b=<2>"))
    assert shown.tag == "svg"
    assert shown.find("title").text == "二维码：https://example.gov.cn/?a=1&b=<2>"


def test_a_hash_is_short_on_the_page_and_whole_in_its_title() -> None:
    code = html.fragment_fromstring(rendered("{{ sha|digest }}", sha="ab" * 32))
    assert (code.text, code.get("title")) == ("ab" * 6, "ab" * 32)


def test_a_term_is_shown_in_the_language_of_the_page() -> None:
    assert rendered('{% term "state_secret" %}') == "属于国家秘密"
    with translation.override("en"):
        assert rendered('{% term "state_secret" %}') == "state secret"


def test_components_render_without_a_request() -> None:
    template = engines["django"].from_string("{% cotton badge kind='ok' %}好{% endcotton %}").template
    assert "好" in template.render(Context())
