# The tables of publication.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0002_search_index'),
        ('organs', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('heading', models.CharField(max_length=200, verbose_name='要点')),
                ('text', models.TextField(blank=True, default='', verbose_name='说明')),
            ],
            options={
                'ordering': ['plan_id', 'position'],
            },
        ),
        migrations.CreateModel(
            name='CatalogEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='目录代码')),
                ('path', models.CharField(editable=False, max_length=255)),
                ('label', models.CharField(max_length=200, verbose_name='目录名称')),
                ('short_label', models.CharField(blank=True, default='', max_length=40, verbose_name='简称')),
                ('cites', models.CharField(blank=True, default='', max_length=120, verbose_name='依据')),
                ('organ_kinds', models.JSONField(blank=True, default=list, verbose_name='适用的机构类别')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='排序')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('organ', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='catalog_entries', to='organs.organ', verbose_name='机构')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='publication.catalogentry', verbose_name='上级目录')),
            ],
            options={
                'ordering': ['position', 'path'],
            },
        ),
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('portal', '政府网站'), ('wechat', '微信公众号'), ('media_account', '其他政务新媒体'), ('board', '公开栏'), ('screen', '电子屏'), ('broadcast', '广播电视'), ('gazette', '政府公报'), ('press', '报刊和新闻发布会'), ('reading_place', '查阅场所'), ('other', '其他')], max_length=14, verbose_name='类别')),
                ('name', models.CharField(max_length=80, verbose_name='名称或帐号')),
                ('opened_on', models.DateField(verbose_name='启用日期')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='channels', to='organs.organ', verbose_name='机构')),
            ],
            options={
                'ordering': ['organ_id', 'kind', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Charge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('charge_item', models.CharField(max_length=120, verbose_name='收费项目')),
                ('amount_yuan', models.DecimalField(decimal_places=2, max_digits=16, verbose_name='金额（元）')),
                ('received_on', models.DateField(verbose_name='收取日期')),
                ('source', models.CharField(blank=True, default='', max_length=200, verbose_name='数据来源')),
                ('entered_on', models.DateField(verbose_name='登记日期')),
                ('voided_on', models.DateField(blank=True, null=True, verbose_name='作废日期')),
                ('void_reason', models.CharField(blank=True, default='', max_length=200, verbose_name='作废理由')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='organs.organ', verbose_name='机关')),
            ],
            options={
                'ordering': ['-received_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='DecisionCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('kind', models.CharField(choices=[('license', '行政许可'), ('penalty', '行政处罚'), ('coercive_measure', '行政强制')], max_length=16, verbose_name='类别')),
                ('count', models.PositiveIntegerField(verbose_name='处理决定数量')),
                ('source', models.CharField(max_length=200, verbose_name='数据来源')),
                ('entered_on', models.DateField(verbose_name='登记日期')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decision_counts', to='organs.organ', verbose_name='机关')),
            ],
            options={
                'ordering': ['organ_id', '-year', 'kind'],
            },
        ),
        migrations.CreateModel(
            name='DisclosureItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_key', models.CharField(editable=False, max_length=12, unique=True)),
                ('index_number', models.CharField(blank=True, default='', max_length=60, verbose_name='索引号')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('submitted', '已提交'), ('reviewed', '已保密审查'), ('approved', '已审批'), ('published', '已发布'), ('withdrawn', '已撤回')], default='draft', max_length=10, verbose_name='状态')),
                ('title', models.CharField(max_length=200, verbose_name='名称')),
                ('document_number', models.CharField(blank=True, default='', max_length=80, verbose_name='发文字号')),
                ('abstract', models.TextField(blank=True, default='', verbose_name='内容概述')),
                ('kind', models.CharField(choices=[('policy', '政策文件'), ('notice', '通知公告'), ('explainer', '政策解读'), ('plan', '规划计划'), ('work_summary', '工作总结'), ('fiscal', '财政预决算'), ('statistics', '统计信息'), ('personnel', '机构人事'), ('licensing', '许可与服务'), ('enforcement', '行政执法'), ('project', '项目与采购'), ('welfare', '民生保障'), ('emergency', '应急管理'), ('disclosure_guide', '公开指南'), ('disclosure_rules', '公开制度'), ('rule_of_law', '法治政府建设'), ('other', '其他')], max_length=20, verbose_name='体裁')),
                ('produced_on', models.DateField(verbose_name='成文日期')),
                ('formed_on', models.DateField(verbose_name='形成或变更日期')),
                ('source', models.CharField(blank=True, default='', max_length=120, verbose_name='信息来源')),
                ('mode', models.CharField(blank=True, default='', max_length=120, verbose_name='公开方式')),
                ('disclosure_attribute', models.CharField(choices=[('proactive', '主动公开'), ('on_request', '依申请公开'), ('withheld', '不予公开')], max_length=10, verbose_name='公开属性')),
                ('withheld_reason', models.TextField(blank=True, default='', verbose_name='不主动公开的理由')),
                ('withheld_cites', models.CharField(blank=True, default='', max_length=120, verbose_name='不主动公开的依据')),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='下次评估日期')),
                ('drafted_at', models.DateTimeField(verbose_name='起草时间')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='发布时间')),
                ('corrected_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='更正时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='撤回时间')),
                ('withdrawal_ground', models.CharField(blank=True, choices=[('error', '内容有误'), ('expired', '公开期满'), ('revoked', '决定被依法变更、撤销'), ('secrecy', '保密原因'), ('privacy', '个人信息保护'), ('other', '其他')], default='', max_length=10, verbose_name='撤回原因类别')),
                ('withdrawal_note', models.TextField(blank=True, default='', verbose_name='撤回说明')),
                ('catalog_entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='publication.catalogentry', verbose_name='目录事项')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='起草人')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='organs.organ', verbose_name='发布机构')),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items_answered_for', to=settings.AUTH_USER_MODEL, verbose_name='责任人')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='IndexNumbering',
            fields=[
                ('organ', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='index_numbering', serialize=False, to='organs.organ', verbose_name='机构')),
                ('pattern', models.CharField(default='index.yearly', max_length=40, verbose_name='索引号样式')),
                ('prefix', models.CharField(max_length=18, verbose_name='索引号前段')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('prefix', ''), _negated=True), name='publication_numbering_has_prefix')],
            },
        ),
        migrations.CreateModel(
            name='ItemVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('heads', models.JSONField()),
                ('body_html', models.TextField(blank=True, default='', verbose_name='正文')),
                ('body_text', models.TextField(blank=True, default='')),
                ('hash', models.CharField(max_length=64)),
                ('note', models.CharField(blank=True, default='', max_length=200, verbose_name='修改说明')),
                ('saved_at', models.DateTimeField()),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='publication.disclosureitem')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['item_id', 'number'],
            },
        ),
        migrations.AddField(
            model_name='disclosureitem',
            name='published_version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publication.itemversion'),
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('delivered_on', models.DateField(verbose_name='发布日期')),
                ('external_url', models.CharField(blank=True, default='', max_length=500, verbose_name='链接')),
                ('recorded_at', models.DateTimeField()),
                ('voided_on', models.DateField(blank=True, null=True, verbose_name='作废日期')),
                ('void_reason', models.CharField(blank=True, default='', max_length=200, verbose_name='作废理由')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='publication.channel', verbose_name='渠道')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='organs.organ', verbose_name='机构')),
                ('proof', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='publication.disclosureitem', verbose_name='信息')),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='publication.itemversion')),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'ordering': ['-delivered_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='附件名称')),
                ('position', models.PositiveSmallIntegerField()),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='publication.itemversion')),
            ],
            options={
                'ordering': ['version_id', 'position'],
            },
        ),
        migrations.CreateModel(
            name='NormativeDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('government_rule', '规章'), ('normative_document', '行政规范性文件')], max_length=20, verbose_name='类别')),
                ('number', models.CharField(max_length=80, verbose_name='发文字号')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('issued_on', models.DateField(verbose_name='制发日期')),
                ('effective_on', models.DateField(verbose_name='施行日期')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='有效期至')),
                ('repealed_on', models.DateField(blank=True, null=True, verbose_name='废止日期')),
                ('repeal_reason', models.CharField(blank=True, default='', max_length=200, verbose_name='废止理由')),
                ('legality_reviewed_on', models.DateField(blank=True, null=True, verbose_name='合法性审核日期')),
                ('filed_on', models.DateField(blank=True, null=True, verbose_name='备案日期')),
                ('item', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='normative_document', to='publication.disclosureitem', verbose_name='公开信息')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='normative_documents', to='organs.organ', verbose_name='制发机关')),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='publication.normativedocument', verbose_name='替代文件')),
            ],
            options={
                'ordering': ['-issued_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='PlanTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('text', models.TextField(verbose_name='任务')),
                ('due_on', models.DateField(verbose_name='完成时限')),
                ('state', models.CharField(choices=[('open', '未开始'), ('running', '进行中'), ('done', '已完成'), ('not_done', '未完成')], default='open', max_length=10, verbose_name='状态')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='办结日期')),
                ('state_note', models.TextField(blank=True, default='', verbose_name='情况说明')),
                ('helping_organs', models.ManyToManyField(blank=True, related_name='plan_tasks_helped', to='organs.organ', verbose_name='配合单位')),
                ('lead_organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_tasks_led', to='organs.organ', verbose_name='牵头单位')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='publication.planpoint')),
            ],
            options={
                'ordering': ['point_id', 'position'],
            },
        ),
        migrations.CreateModel(
            name='PlanEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='说明')),
                ('url', models.CharField(blank=True, default='', max_length=500, verbose_name='链接')),
                ('added_on', models.DateField(verbose_name='登记日期')),
                ('voided_on', models.DateField(blank=True, null=True, verbose_name='作废日期')),
                ('void_reason', models.CharField(blank=True, default='', max_length=200, verbose_name='作废理由')),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('delivery', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publication.delivery')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publication.disclosureitem')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='publication.plantask')),
            ],
            options={
                'verbose_name_plural': 'plan evidence',
                'ordering': ['task_id', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version_hash', models.CharField(max_length=64)),
                ('round', models.CharField(choices=[('proof_1', '一校（初审）'), ('proof_2', '二校（复审）'), ('proof_3', '三校（终审）'), ('secrecy_review', '保密审查'), ('approval', '审批')], max_length=14, verbose_name='环节')),
                ('conclusion', models.CharField(choices=[('passed', '通过'), ('returned', '退回修改'), ('may_publish', '可以公开'), ('must_not', '不得公开'), ('partly', '部分公开'), ('referred', '报请确定')], max_length=12, verbose_name='结论')),
                ('note', models.TextField(blank=True, default='', verbose_name='意见')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审查人')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='publication.disclosureitem')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='publication.itemversion')),
            ],
            options={
                'ordering': ['item_id', 'id'],
            },
        ),
        migrations.CreateModel(
            name='WorkPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('document_number', models.CharField(blank=True, default='', max_length=80, verbose_name='依据文号')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='work_plans', to='organs.organ', verbose_name='机关')),
            ],
            options={
                'ordering': ['organ_id', '-year'],
            },
        ),
        migrations.AddField(
            model_name='planpoint',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='points', to='publication.workplan'),
        ),
        migrations.AddIndex(
            model_name='catalogentry',
            index=models.Index(fields=['path'], name='publication_catalog_path'),
        ),
        migrations.AddConstraint(
            model_name='catalogentry',
            constraint=models.UniqueConstraint(condition=models.Q(('organ__isnull', True)), fields=('code',), name='publication_catalog_general_code_once'),
        ),
        migrations.AddConstraint(
            model_name='catalogentry',
            constraint=models.UniqueConstraint(condition=models.Q(('organ__isnull', False)), fields=('organ', 'code'), name='publication_catalog_own_code_once'),
        ),
        migrations.AddConstraint(
            model_name='catalogentry',
            constraint=models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='publication_catalog_has_code'),
        ),
        migrations.AddConstraint(
            model_name='catalogentry',
            constraint=models.CheckConstraint(condition=models.Q(('label', ''), _negated=True), name='publication_catalog_has_label'),
        ),
        migrations.AddConstraint(
            model_name='catalogentry',
            constraint=models.CheckConstraint(condition=models.Q(('path__endswith', '/')), name='publication_catalog_path_ends_with_slash'),
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.UniqueConstraint(fields=('organ', 'kind', 'name'), name='publication_channel_once'),
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='publication_channel_has_name'),
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='publication_channel_dates_in_order'),
        ),
        migrations.AddIndex(
            model_name='charge',
            index=models.Index(fields=['organ', 'received_on'], name='publication_charge_year'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('amount_yuan__gt', 0)), name='publication_charge_above_zero'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('charge_item', ''), _negated=True), name='publication_charge_has_item'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_on__isnull', True)), models.Q(('voided_on__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='publication_charge_void_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='decisioncount',
            constraint=models.UniqueConstraint(fields=('organ', 'year', 'kind'), name='publication_decisions_once'),
        ),
        migrations.AddConstraint(
            model_name='decisioncount',
            constraint=models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='publication_decisions_have_source'),
        ),
        migrations.AddConstraint(
            model_name='decisioncount',
            constraint=models.CheckConstraint(condition=models.Q(('year__gte', 2008), ('year__lte', 2200)), name='publication_decisions_year_plausible'),
        ),
        migrations.AddConstraint(
            model_name='itemversion',
            constraint=models.UniqueConstraint(fields=('item', 'number'), name='publication_version_number_once'),
        ),
        migrations.AddConstraint(
            model_name='itemversion',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='publication_version_from_1'),
        ),
        migrations.AddConstraint(
            model_name='itemversion',
            constraint=models.CheckConstraint(condition=models.Q(('hash', ''), _negated=True), name='publication_version_has_hash'),
        ),
        migrations.AddIndex(
            model_name='disclosureitem',
            index=models.Index(condition=models.Q(('published_at__isnull', False), ('withdrawn_at__isnull', True)), fields=['organ', '-published_at', '-id'], name='publication_item_public_organ'),
        ),
        migrations.AddIndex(
            model_name='disclosureitem',
            index=models.Index(condition=models.Q(('published_at__isnull', False), ('withdrawn_at__isnull', True)), fields=['catalog_entry', '-published_at', '-id'], name='publication_item_public_entry'),
        ),
        migrations.AddIndex(
            model_name='disclosureitem',
            index=models.Index(fields=['-published_at', '-id'], name='publication_item_newest'),
        ),
        migrations.AddIndex(
            model_name='disclosureitem',
            index=models.Index(fields=['organ', 'state', '-id'], name='publication_item_desk'),
        ),
        migrations.AddIndex(
            model_name='disclosureitem',
            index=models.Index(condition=models.Q(('review_on__isnull', False)), fields=['review_on'], name='publication_item_review_due'),
        ),
        migrations.AddConstraint(
            model_name='disclosureitem',
            constraint=models.UniqueConstraint(condition=models.Q(('index_number', ''), _negated=True), fields=('organ', 'index_number'), name='publication_item_index_number_once'),
        ),
        migrations.AddConstraint(
            model_name='disclosureitem',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='publication_item_has_title'),
        ),
        migrations.AddConstraint(
            model_name='disclosureitem',
            constraint=models.CheckConstraint(condition=models.Q(('disclosure_attribute__in', ['proactive', 'on_request', 'withheld'])), name='publication_item_attribute_known'),
        ),
        migrations.AddConstraint(
            model_name='disclosureitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('disclosure_attribute', 'proactive'), ('review_on__isnull', True)), models.Q(models.Q(('disclosure_attribute', 'proactive'), _negated=True), models.Q(('withheld_reason', ''), _negated=True), ('review_on__isnull', False)), _connector='OR'), name='publication_item_withheld_has_reason_and_review_date'),
        ),
        migrations.AddConstraint(
            model_name='disclosureitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_version__isnull', True)), models.Q(('published_at__isnull', False), ('published_version__isnull', False), models.Q(('index_number', ''), _negated=True)), _connector='OR'), name='publication_item_published_has_time_version_number'),
        ),
        migrations.AddConstraint(
            model_name='disclosureitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['published', 'withdrawn']), _negated=True), ('published_at__isnull', False), _connector='OR'), name='publication_item_published_state_has_time'),
        ),
        migrations.AddConstraint(
            model_name='disclosureitem',
            constraint=models.CheckConstraint(condition=models.Q(('published_at__isnull', True), models.Q(('catalog_entry__isnull', False), ('disclosure_attribute', 'proactive')), _connector='OR'), name='publication_item_published_is_proactive_in_catalog'),
        ),
        migrations.AddConstraint(
            model_name='disclosureitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), ('withdrawn_at__isnull', False), models.Q(('withdrawal_ground', ''), _negated=True)), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawal_ground', ''), ('withdrawn_at__isnull', True)), _connector='OR'), name='publication_item_withdrawn_has_time_and_ground'),
        ),
        migrations.AddConstraint(
            model_name='disclosureitem',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('published_at__isnull', False), ('withdrawn_at__gte', models.F('published_at'))), _connector='OR'), name='publication_item_withdrawn_after_published'),
        ),
        migrations.AddConstraint(
            model_name='disclosureitem',
            constraint=models.CheckConstraint(condition=models.Q(('corrected_at__isnull', True), models.Q(('corrected_at__gte', models.F('published_at')), ('published_at__isnull', False)), _connector='OR'), name='publication_item_corrected_after_published'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['organ', 'delivered_on', 'channel'], name='publication_delivery_year'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['channel', '-delivered_on', '-id'], name='publication_delivery_newest'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='publication_delivery_has_title'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('item__isnull', True), ('version__isnull', True)), models.Q(('item__isnull', False), ('version__isnull', False)), _connector='OR'), name='publication_delivery_item_with_version'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_on__isnull', True)), models.Q(('voided_on__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='publication_delivery_void_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('version__isnull', False), ('voided_on__isnull', True)), fields=('channel', 'version'), name='publication_delivery_version_once'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('item__isnull', True), ('voided_on__isnull', True), models.Q(('external_url', ''), _negated=True)), fields=('channel', 'external_url'), name='publication_delivery_post_once'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(fields=('version', 'position'), name='publication_attachment_one_place'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='publication_attachment_has_title'),
        ),
        migrations.AddIndex(
            model_name='normativedocument',
            index=models.Index(fields=['organ', 'kind', 'issued_on'], name='publication_document_year'),
        ),
        migrations.AddConstraint(
            model_name='normativedocument',
            constraint=models.UniqueConstraint(fields=('organ', 'number'), name='publication_document_number_once'),
        ),
        migrations.AddConstraint(
            model_name='normativedocument',
            constraint=models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='publication_document_has_number'),
        ),
        migrations.AddConstraint(
            model_name='normativedocument',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='publication_document_has_title'),
        ),
        migrations.AddConstraint(
            model_name='normativedocument',
            constraint=models.CheckConstraint(condition=models.Q(('effective_on__gte', models.F('issued_on'))), name='publication_document_effective_after_issued'),
        ),
        migrations.AddConstraint(
            model_name='normativedocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('repeal_reason', ''), ('repealed_on__isnull', True), ('replaced_by__isnull', True)), models.Q(('repealed_on__gte', models.F('issued_on')), ('repealed_on__isnull', False), models.Q(('repeal_reason', ''), _negated=True)), _connector='OR'), name='publication_document_repealed_after_issued'),
        ),
        migrations.AddConstraint(
            model_name='normativedocument',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on__isnull', True), ('expires_on__gte', models.F('effective_on')), _connector='OR'), name='publication_document_expires_after_effective'),
        ),
        migrations.AddConstraint(
            model_name='normativedocument',
            constraint=models.CheckConstraint(condition=models.Q(('replaced_by__isnull', True), models.Q(('replaced_by', models.F('id')), _negated=True), _connector='OR'), name='publication_document_not_replaced_by_itself'),
        ),
        migrations.AddIndex(
            model_name='plantask',
            index=models.Index(fields=['lead_organ', 'state', 'due_on'], name='publication_task_due'),
        ),
        migrations.AddConstraint(
            model_name='plantask',
            constraint=models.UniqueConstraint(fields=('point', 'position'), name='publication_task_one_place'),
        ),
        migrations.AddConstraint(
            model_name='plantask',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='publication_task_has_text'),
        ),
        migrations.AddConstraint(
            model_name='plantask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', True), ('state__in', ['open', 'running'])), models.Q(('closed_on__isnull', False), ('state', 'done')), models.Q(('closed_on__isnull', False), ('state', 'not_done'), models.Q(('state_note', ''), _negated=True)), _connector='OR'), name='publication_task_closed_has_date'),
        ),
        migrations.AddConstraint(
            model_name='planevidence',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='publication_evidence_has_text'),
        ),
        migrations.AddConstraint(
            model_name='planevidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_on__isnull', True)), models.Q(('voided_on__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='publication_evidence_void_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('conclusion__in', ['may_publish', 'must_not', 'partly', 'referred']), ('round', 'secrecy_review')), models.Q(models.Q(('round', 'secrecy_review'), _negated=True), ('conclusion__in', ['passed', 'returned'])), _connector='OR'), name='publication_review_conclusion_fits_round'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('conclusion__in', ['passed', 'may_publish']), models.Q(('note', ''), _negated=True), _connector='OR'), name='publication_review_refusal_has_note'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(condition=models.Q(('conclusion', 'referred'), _negated=True), fields=('version', 'round'), name='publication_review_round_decided_once'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(condition=models.Q(('round__in', ['secrecy_review', 'approval']), models.Q(('conclusion', 'referred'), _negated=True)), fields=('version', 'by'), name='publication_review_secrecy_and_approval_by_two'),
        ),
        migrations.AddConstraint(
            model_name='workplan',
            constraint=models.UniqueConstraint(fields=('organ', 'year'), name='publication_plan_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='workplan',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='publication_plan_has_title'),
        ),
        migrations.AddConstraint(
            model_name='planpoint',
            constraint=models.UniqueConstraint(fields=('plan', 'position'), name='publication_point_one_place'),
        ),
        migrations.AddConstraint(
            model_name='planpoint',
            constraint=models.CheckConstraint(condition=models.Q(('heading', ''), _negated=True), name='publication_point_has_heading'),
        ),
    ]
