"""Invented titles and paragraphs of the demonstration."""

import random
from datetime import date

from gongkai.apps.organs.models import Organ
from gongkai.cli.demo.flow import Notice

#: Topic of the catalogue, kind of item, title; `{year}` and `{organ}` are filled in.
TITLES = (
    ("a20.02", "personnel", "{organ}机构职能和联系方式（{year}年更新）"),
    ("a20.03", "plan", "{organ}{year}年工作计划"),
    ("a20.07", "fiscal", "{organ}{year}年财政预算"),
    ("a20.07", "fiscal", "{organ}{last}年财政决算"),
    ("a20.11", "welfare", "{organ}{year}年惠民惠农补贴政策说明"),
    ("a20.12", "emergency", "{organ}防汛应急预案"),
    ("a20.13", "enforcement", "{organ}{year}年{month}月安全生产检查情况"),
    ("a20.15", "rule_of_law", "{organ}{last}年度法治政府建设情况"),
    ("a20.10", "project", "{organ}{year}年农村道路维修项目实施情况"),
    ("a20.09", "project", "{organ}{year}年政府采购目录"),
    ("a20.15", "notice", "{organ}关于{month}月公开事项的通知"),
)
PARAGRAPHS = (
    "本页为演示内容，机关、数字和事项均为虚构。",
    "根据年度工作安排，现将有关情况向社会公开，欢迎监督。",
    "如有疑问，请在工作日与综合办公室联系，电话见公开指南。",
)
RULES = ("小额工程管理办法", "村级公益事业管理办法", "公共场所管理规定", "项目资金管理办法")
WANTED = (
    "征地补偿安置方案及补偿款发放明细", "耕地地力保护补贴面积核实结果", "农村道路维修项目合同", "宅基地审批结果",
    "一般公共预算支出明细", "危房改造名额和验收结果", "村级公益事业项目清单", "安全生产检查记录",
)  # fmt: skip
PLAN = (
    ("深化重点领域信息公开", "按月公开惠民惠农补贴政策和发放情况"),
    ("完善政策解读和咨询", "政策文件发布后三个工作日内发布解读"),
    ("深化政民互动", "开展一次问卷调查并公布结果"),
    ("强化监督考核", "按季度检查栏目更新并通报"),
)
SUPERVISION = {
    "assessment": "全年开展政务公开工作考核2次，结果均为合格。",
    "public_appraisal": "开展社会评议1次，满意率96%。",
    "accountability": "全年未发生责任追究情形。",
}
PROBLEMS = [
    ("部分栏目更新间隔较长", "按月核对栏目并登记更新情况"),
    ("政策解读形式单一", "每季度制作一期图解和问答"),
    ("村级公开资料报送不及时", "明确每月报送日期并提前提醒"),
    ("工作人员业务不够熟练", "每半年组织一次培训和测试"),
    ("线下公开栏照片留存不全", "张贴和撤下时各留存一张照片"),
]


def notice(organ: Organ, day: date, dice: random.Random) -> Notice:
    """Make up something to publish on a day."""
    topic, kind, title = dice.choice(TITLES)
    filled = title.format(organ=organ.short_name, year=day.year, last=day.year - 1, month=day.month)
    return Notice(title=f"{filled}（演示）", paragraphs=PARAGRAPHS, topic=topic, kind=kind)
