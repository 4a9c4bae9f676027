"""The one API router: `/api/v1/`, its description and a page to try it."""

from csp.decorators import csp_update
from django.http import Http404
from django.urls import include, path, re_path
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.routers import DefaultRouter
from rest_framework.views import APIView

import adoption.api.routes
import continuity.api.routes
import evidence.api.routes
import finance.api.routes
import healthcheck.api.routes
import papers.api.routes
from assets.api.audits import AuditViewSet, StocktakeViewSet
from assets.api.labels import LabelsView
from assets.api.licences import LicenceUseViewSet, LicenceViewSet
from assets.api.loans import LoanViewSet
from assets.api.register import AssetTypeViewSet, AssetViewSet
from assets.api.relations import RelationViewSet, ServiceNeedViewSet
from assets.api.reporting import AssetReportView
from assets.api.software import MasterViewSet, SoftwareViewSet
from changes.api.approving import ApprovalViewSet, DeputyViewSet, RuleViewSet
from changes.api.committee import MeetingItemViewSet, MeetingViewSet
from changes.api.log import ChangeViewSet
from changes.api.releases import ReleaseViewSet
from changes.api.schedule import ChangeFeedView, ChangeWindowView, FreezeViewSet
from changes.api.standards import RiskTableViewSet, StandardChangeViewSet
from config.description import DescriptionView
from incidents.api.asset_models import AssetModelsView
from incidents.api.escalations import EscalationViewSet
from incidents.api.incidents import IncidentViewSet
from incidents.api.majors import MajorViewSet, StatusView
from incidents.api.priorities import DatedEventViewSet, PriorityTableViewSet
from maintenance.api import PlanViewSet, RoundViewSet
from problems.api.known_errors import KnownErrorViewSet
from problems.api.problems import ProblemViewSet
from problems.api.trends import TrendViewSet
from reports import api as reports_api
from reports import api_closed, api_report, api_shift, api_trends
from reports.api_report import ReportActionViewSet
from reports.questions import api_measures
from reports.questions.api_saved import SavedQuestionViewSet
from servicedesk.api.catalogue import CategoryViewSet, ServiceViewSet
from servicedesk.api.people import MembershipViewSet, MeView, PersonViewSet
from servicedesk.api.places import BuildingViewSet, RoomViewSet, SchoolViewSet, TeamViewSet
from servicedesk.api.sign_in import TokenView
from sla.api import CalendarViewSet, ReevaluationViewSet
from sla.api_agreements import AgreementVersionViewSet, AgreementViewSet
from sla.api_clocks import ClockViewSet

router = DefaultRouter()
router.include_format_suffixes = False
router.register("schools", SchoolViewSet, basename="school")
router.register("buildings", BuildingViewSet, basename="building")
router.register("rooms", RoomViewSet, basename="room")
router.register("teams", TeamViewSet, basename="team")
router.register("people", PersonViewSet, basename="person")
router.register("memberships", MembershipViewSet, basename="membership")
router.register("services", ServiceViewSet, basename="service")
router.register("categories", CategoryViewSet, basename="category")
router.register("calendars", CalendarViewSet, basename="calendar")
router.register("reevaluations", ReevaluationViewSet, basename="reevaluation")
router.register("agreements", AgreementViewSet, basename="agreement")
router.register("agreement-versions", AgreementVersionViewSet, basename="agreement-version")
router.register("priority-tables", PriorityTableViewSet, basename="priority-table")
router.register("dated-events", DatedEventViewSet, basename="dated-event")
router.register("clocks", ClockViewSet, basename="clock")
router.register("escalations", EscalationViewSet, basename="escalation")
router.register("asset-types", AssetTypeViewSet, basename="asset-type")
router.register("assets", AssetViewSet, basename="asset")
router.register("asset-relations", RelationViewSet, basename="asset-relation")
router.register("service-needs", ServiceNeedViewSet, basename="service-need")
router.register("software", SoftwareViewSet, basename="software")
router.register("software-masters", MasterViewSet, basename="software-master")
router.register("licences", LicenceViewSet, basename="licence")
router.register("licence-uses", LicenceUseViewSet, basename="licence-use")
router.register("audits", AuditViewSet, basename="audit")
router.register("stocktakes", StocktakeViewSet, basename="stocktake")
router.register("loans", LoanViewSet, basename="loan")
router.register("changes", ChangeViewSet, basename="change")
router.register("approvals", ApprovalViewSet, basename="approval")
router.register("approver-rules", RuleViewSet, basename="approver-rule")
router.register("deputies", DeputyViewSet, basename="deputy")
router.register("change-meetings", MeetingViewSet, basename="change-meeting")
router.register("change-meeting-items", MeetingItemViewSet, basename="change-meeting-item")
router.register("standard-changes", StandardChangeViewSet, basename="standard-change")
router.register("risk-tables", RiskTableViewSet, basename="risk-table")
router.register("change-freezes", FreezeViewSet, basename="change-freeze")
router.register("releases", ReleaseViewSet, basename="release")
router.register("incidents", IncidentViewSet, basename="incident")
router.register("maintenance-plans", PlanViewSet, basename="maintenance-plan")
router.register("maintenance-rounds", RoundViewSet, basename="maintenance-round")
router.register("majors", MajorViewSet, basename="major")
router.register("known-errors", KnownErrorViewSet, basename="known-error")
router.register("problems", ProblemViewSet, basename="problem")
router.register("questions", SavedQuestionViewSet, basename="question")
router.register("report-actions", ReportActionViewSet, basename="report-action")
router.register("trends", TrendViewSet, basename="trend")
BY_APP = [each.api.routes for each in (continuity, finance, healthcheck, evidence, adoption, papers)]
for routes in BY_APP:
    for address, endpoints, name in routes.ROUTES:
        router.register(address, endpoints, basename=name)

try_it = SpectacularSwaggerSplitView.as_view(url_name="api-schema")
# The arrows of the page's own style sheet are pictures written into it.
try_it = csp_update({"img-src": ["data:"]})(try_it)  # type: ignore[assignment]


@extend_schema(exclude=True)
class NowhereView(APIView):
    """An address that leads nowhere is answered in the shape of every other error."""

    permission_classes = [AllowAny]

    def initial(self, request, *args, **kwargs):
        """Whatever is asked of it."""
        raise Http404


urlpatterns = [
    path("schema/", DescriptionView.as_view(), name="api-schema"),
    path("docs/", try_it, name="api-docs"),
    path("token/", TokenView.as_view(), name="api-token"),
    path("me/", MeView.as_view(), name="api-me"),
    path("me/change-feed/", ChangeFeedView.as_view(), name="api-change-feed"),
    path("change-windows/", ChangeWindowView.as_view(), name="api-change-window"),
    path("status/", StatusView.as_view(), name="api-status"),
    path("assets/report/", AssetReportView.as_view(), name="api-asset-report"),
    path("labels/", LabelsView.as_view(), name="api-labels"),
    path("asset-models/", AssetModelsView.as_view(), name="api-asset-models"),
    path("reports/", include(reports_api.urls)),
    path("reports/", include(api_report.urls)),
    path("reports/", include(api_shift.urls)),
    path("reports/", include(api_closed.urls)),
    path("reports/", include(api_trends.urls)),
    path("", include(api_measures.urls)),
    *(route for routes in BY_APP for route in routes.PATHS),
    path("", include(router.urls)),
    re_path("", NowhereView.as_view(), name="api-nowhere"),
]
