//! Where a change is none that a schema could find, and what is required, both by the tools' documentation and not by the
//! schemas that are tested. A place is written as the names that lead to it, entries of lists left out.

use waylint::document::Step;

/// Below these anything goes: maps of the user's own, parts that belong to another tool, documents inside documents.
const OPEN: &[(&str, &str)] = &[
    (
        "*",
        "labels annotations podAnnotations matchLabels nodeSelector commonLabels commonAnnotations resources.limits resources.requests",
    ),
    // What controllers write and people do not.
    ("*", "/status metadata.managedFields"),
    // <https://kubernetes.io/docs/reference/kubernetes-api/>: maps of text, and values inside schemas.
    (
        "kubernetes/*",
        "data stringData binaryData selector matchExpressions.values limits requests parameters volumeAttributes default example \
         options hard capacity overhead.podFixed stringData min max maxLimitRequestRatio defaultRequest extra scopeSelector",
    ),
    ("alertmanager/config", "details match match_re source_match source_match_re target_match target_match_re"),
    (
        "argo-cd/*",
        "list.elements valuesObject generators.plugin.input.parameters template values ignoreApplicationDifferences",
    ),
    // A trigger holds the object that it makes.
    ("argo-events/*", "source.resource"),
    // What stands in the generators of a generator is a document inside the document to the API server.
    ("argo-cd/*", "generators.matrix.generators generators.merge.generators"),
    ("argo-workflows/*", "plugin manifest"),
    // What a task does is the task's own.
    ("azure/pipelines", "inputs env variables parameters strategy.matrix"),
    // <https://backstage.io/docs/features/software-templates/writing-templates>: forms are JSON Schemas that plugins extend,
    // and inputs are the action's own.
    ("backstage/*", "steps.input spec.parameters steps.each output spec.implementation spec.definition spec.custom"),
    // <https://circleci.com/docs/reference/reusing-config/>: jobs in workflows and executors have parameters of their own, and what
    // is shared stands at the top level.
    (
        "circleci/config",
        "environment matrix.parameters steps.* /workflows.*.jobs.* /jobs.*.executor /filters /release-filters",
    ),
    ("compose", "environment labels args driver_opts options sysctls annotations"),
    // Functions have an input of their own, and compositions hold objects.
    ("crossplane/*", "pipeline.input resources.base spec.resources spec.environment spec.patchSets"),
    // <https://www.elastic.co/guide/en/cloud-on-k8s/current/index.html>: the configuration of the product that is run.
    ("eck/*", "spec.config nodeSets.config pipelines spec.policies"),
    ("eksctl/*", "tags labels attachPolicy permissionPolicy flux.flags bottlerocket.settings"),
    (
        "external-secrets/*",
        "data.metadata templateFrom.target spec.target.template.data generator.spec provider.fake.data",
    ),
    ("flux/*", "spec.values spec.postBuild.substitute spec.eventMetadata"),
    ("github/action", "with env runs.steps.with"),
    ("github/workflow", "with env matrix on.workflow_call.inputs.default secrets outputs"),
    ("gitlab/ci", "variables"),
    (
        "grafana/dashboard",
        "panels.options panels.targets fieldConfig annotations.list templating.list __inputs __requires",
    ),
    ("helm/chart", "annotations"),
    ("istio/*", "patch.value defaultConfig pluginConfig /spec.selector"),
    ("karpenter/*", "tags spec.limits kubeReserved systemReserved evictionHard evictionSoft evictionSoftGracePeriod"),
    ("keda/*", "triggers.metadata"),
    // <https://developer.konghq.com/custom-plugins/>: configuration is the plugin's own.
    (
        "kong/*",
        "/config plugins.config custom_entities.fields vaults.config partials.config /plugin.config /spec.fields /spec.config",
    ),
    ("kustomize/*", "options patches.options"),
    // Patterns and generated objects are documents with anchors in them.
    (
        "kyverno/*",
        "pattern anyPattern data patchStrategicMerge patchesJson6902 context.variable preconditions admissionRequest",
    ),
    // <https://opentelemetry.io/docs/collector/configuration/>: each component has its own configuration.
    ("otel/*", "receivers.* exporters.* processors.* connectors.* extensions.* service.telemetry scrapeConfigs"),
    ("openslo/*", "metricSource.spec connectionDetails"),
    ("prometheus/config", "params remote_write.headers"),
    ("sloth/*", "plugins.chain slo_plugins.chain sloPlugins.chain plugin.options"),
    (
        "tekton/*",
        "resourcetemplates customResource webhook.header params.value params.default results.value hints interceptors.github",
    ),
    ("traefik/*", "plugin spec.headers.customRequestHeaders customResponseHeaders"),
];

/// The names in these are the user's own; what stands under them is not.
const NAMES: &[(&str, &str)] = &[
    (
        "argo-events/*",
        "spec.amqp spec.azureEventsHub spec.azureQueueStorage spec.azureServiceBus spec.bitbucket spec.bitbucketserver spec.calendar spec.emitter spec.file \
         spec.generic spec.gerrit spec.github spec.gitlab spec.hdfs spec.kafka spec.minio spec.mqtt spec.nats spec.nsq \
         spec.pubSub spec.pulsar spec.redis spec.redisStream spec.resource spec.slack spec.sns spec.sqs spec.storageGrid \
         spec.stripe spec.webhook",
    ),
    ("azure/pipelines", "/variables strategy.matrix"),
    (
        "circleci/config",
        "/ /jobs /commands /executors /orbs /workflows steps /workflows.*.jobs /parameters jobs.*.parameters commands.*.parameters",
    ),
    ("compose", "/services /volumes /networks /configs /secrets depends_on services.networks extra_hosts ulimits"),
    ("datadog/*", "spec.override env containers configDataMap"),
    ("github/action", "/inputs /outputs"),
    ("github/dependabot", "groups registries"),
    (
        "github/workflow",
        "/jobs on.workflow_call.inputs on.workflow_call.secrets on.workflow_call.outputs workflow_dispatch.inputs services",
    ),
    // Any name at the top that is not one of the known ones is a job.
    ("gitlab/ci", "/"),
    ("kubernetes/CustomResourceDefinition", "properties"),
    ("crossplane/*", "properties"),
    ("control-plane/*", "featureGates"),
    ("eksctl/*", "subnets.private subnets.public"),
    ("kind/*", "featureGates runtimeConfig"),
    ("istio/*", "portLevelMtls endpoints.ports"),
    (
        "otel/*",
        "receivers exporters processors connectors extensions pipelines spec.args spec.capabilities spec.componentsAllowed",
    ),
    // <https://backstage.io/docs/features/software-catalog/descriptor-format>: entities may have fields of one's own.
    ("backstage/*", "/metadata /spec metadata.links spec.custom"),
    ("traefik/*", "tls.stores"),
];

/// Values of any type: what is passed on to somebody else.
const ANY: &[(&str, &str)] = &[
    ("*", "/status metadata.creationTimestamp"),
    // Whatever is neither text, a list nor a mapping of texts is passed on as it is written.
    ("tekton/*", "params.value params.default results.value"),
    // A pattern, and what is generated, may be a text.
    ("kyverno/*", "validate.pattern generate.data preconditions"),
    // A step and a job may be a name, or a name with parameters.
    ("circleci/config", "steps /workflows.*.jobs /filters /release-filters parameters.*.default"),
];

/// Values that may be text where there is a number, for another reason than being misspelt: names of ports.
const TEXT: &[(&str, &str)] = &[("*", "targetPort port")];

/// Fields that a block that was moved would find in its new place too.
const SAME: &[(&str, &str)] = &[
    ("github/workflow", "env permissions concurrency defaults"),
    // Labels of a group are given to all of its rules.
    ("prometheus/rules", "groups.labels"),
    ("prometheus-operator/PrometheusRule", "groups.labels"),
    (
        "kong/deck",
        "/services /routes /plugins /targets /keyauth_credentials /snis consumers.plugins services.plugins services.routes \
         routes.plugins groups.tags",
    ),
    ("kyverno/*", "match.resources exclude.resources match.subjects"),
    ("karpenter/*", "spec.tags"),
    ("alertmanager/config", "routes.match routes.match_re routes.matchers"),
    ("argo-workflows/*", "spec.retryStrategy spec.nodeSelector spec.volumes"),
    // A job by itself is a pipeline.
    ("azure/pipelines", "/jobs /steps /pool /strategy stages.pool"),
    ("kind/*", "/kubeadmConfigPatches /kubeadmConfigPatchesJSON6902 nodes.kubeadmConfigPatches"),
    // A component, a job or a workflow may be called like anything.
    ("otel/*", "receivers.* processors.* exporters.* connectors.* extensions.*"),
    ("circleci/config", "/*"),
    ("gitlab/ci", "/*"),
    ("sloth/*", "slos.labels alerting.labels"),
    ("tekton/*", "taskRef.params pipelineRef.params"),
    // A schema may hold these in any place.
    (
        "*",
        "properties.* items.properties items.required items.items properties.*.items properties.*.properties properties.*.required",
    ),
    // Since 1.34 a pod has resources of its own.
    ("*", "spec.resources spec.securityContext"),
    // `spec` and `metadata` may hold what an organisation likes.
    ("backstage/*", "spec.* metadata.*"),
];

/// Fields that are required, by what holds them.
const REQUIRED: &[(&str, &str, &str)] = &[
    ("kubernetes/*", "containers", "name"),
    ("kubernetes/*", "initContainers", "name"),
    ("kubernetes/Deployment", "/spec", "selector template"),
    ("kubernetes/StatefulSet", "/spec", "selector template"),
    ("kubernetes/DaemonSet", "/spec", "selector template"),
    ("kubernetes/CronJob", "/spec", "schedule jobTemplate"),
    ("kubernetes/Job", "/spec", "template"),
    ("kubernetes/*", "template.spec", "containers"),
    ("kubernetes/Service", "spec.ports", "port"),
    ("kubernetes/Ingress", "backend.service", "name port"),
    ("kubernetes/Ingress", "http.paths", "pathType backend"),
    ("kubernetes/*", "volumeMounts", "name mountPath"),
    ("kubernetes/*", "volumes", "name"),
    ("kubernetes/*", "env", "name"),
    ("kubernetes/RoleBinding", "/", "roleRef"),
    ("kubernetes/ClusterRoleBinding", "/roleRef", "kind name"),
    ("kubernetes/Role", "/rules", "verbs"),
    ("kubernetes/HorizontalPodAutoscaler", "/spec", "maxReplicas scaleTargetRef"),
    ("kubernetes/CustomResourceDefinition", "/spec", "group names scope versions"),
    ("argo-cd/Application", "/spec", "destination project"),
    ("argo-workflows/*", "spec.templates.dag.tasks", "name"),
    ("azure/pipelines", "stages.jobs", "job"),
    ("cert-manager/Certificate", "/spec", "secretName issuerRef"),
    ("cert-manager/*", "/spec.acme", "server privateKeySecretRef"),
    ("eksctl/*", "/metadata", "name region"),
    ("external-secrets/ExternalSecret", "spec.data", "secretKey remoteRef"),
    ("flux/Kustomization", "/spec", "interval sourceRef"),
    ("flux/HelmRelease", "/spec", "interval"),
    ("flux/GitRepository", "/spec", "interval url"),
    ("gateway-api/Gateway", "/spec", "gatewayClassName"),
    ("gateway-api/Gateway", "/spec.listeners", "name port protocol"),
    ("gateway-api/HTTPRoute", "rules.backendRefs", "name"),
    ("github/action", "/", "runs"),
    ("github/action", "/runs", "using"),
    ("github/dependabot", "/", "version updates"),
    ("github/dependabot", "/updates", "package-ecosystem schedule"),
    ("github/workflow", "/", "on jobs"),
    ("github/workflow", "/jobs.*", "runs-on uses"),
    ("helm/chart", "/", "name version apiVersion"),
    ("helm/chart", "/dependencies", "name"),
    ("istio/VirtualService", "route.destination", "host"),
    ("istio/Gateway", "servers", "hosts port"),
    ("istio/DestinationRule", "/spec.subsets", "name"),
    ("karpenter/NodePool", "spec.template.spec", "nodeClassRef requirements"),
    ("keda/ScaledObject", "/spec", "scaleTargetRef triggers"),
    ("kong/KongPlugin", "/", "plugin"),
    ("kong/deck", "plugins", "name"),
    ("kustomize/*", "/images", "name"),
    ("kyverno/*", "/spec.rules", "name"),
    ("linkerd/ServiceProfile", "spec.routes", "name condition"),
    ("otel/collector", "/", "service"),
    ("pre-commit/config", "/", "repos"),
    ("pre-commit/config", "/repos", "repo hooks"),
    ("pre-commit/config", "/repos.hooks", "id"),
    ("prometheus-operator/PrometheusRule", "groups", "name"),
    ("prometheus-operator/PrometheusRule", "groups.rules", "expr"),
    ("prometheus-operator/ServiceMonitor", "/spec", "endpoints selector"),
    ("prometheus/config", "scrape_configs", "job_name"),
    ("prometheus/rules", "/groups", "name"),
    ("prometheus/rules", "/groups.rules", "expr alert record"),
    ("alertmanager/config", "/", "route receivers"),
    ("alertmanager/config", "/receivers", "name"),
    ("sloth/slo", "/", "version service"),
    ("sloth/slo", "/slos", "name objective sli"),
    ("tekton/*", "tasks", "name"),
    ("tekton/*", "/spec.params", "name"),
    ("traefik/IngressRoute", "/spec", "routes"),
    ("traefik/IngressRoute", "/spec.routes", "match"),
    ("openslo/SLO", "/spec", "service objectives"),
    ("pyrra/*", "/spec", "target window indicator"),
    ("backstage/Component", "/spec", "type lifecycle owner"),
    ("backstage/*", "/metadata", "name"),
    ("backstage/Template", "/spec", "type steps"),
];

fn covers(pattern: &str, kind: &str) -> bool {
    pattern == kind || pattern == "*" || pattern.strip_suffix('*').is_some_and(|prefix| kind.starts_with(prefix))
}

/// The names that lead to a place.
fn names_of(way: &[Step]) -> Vec<&str> {
    way.iter()
        .filter_map(|step| match step {
            Step::Key(name) => Some(name.as_str()),
            Step::Index(_) => None,
        })
        .collect()
}

/// Whether the names end as one of some patterns has it; one that begins with `/` says all of them.
fn ends(names: &[&str], patterns: &str) -> bool {
    patterns.split_whitespace().any(|pattern| {
        let (whole, pattern) = pattern.strip_prefix('/').map_or((false, pattern), |pattern| (true, pattern));
        let wanted: Vec<&str> = pattern.split('.').filter(|name| !name.is_empty()).collect();
        let tail = names.len().checked_sub(wanted.len()).map(|from| &names[from..]);
        let fits = |tail: &[&str]| tail.iter().zip(&wanted).all(|(name, wanted)| *wanted == "*" || name == wanted);
        tail.is_some_and(fits) && (!whole || names.len() == wanted.len())
    })
}

fn said(table: &[(&str, &str)], kind: &str, names: &[&str]) -> bool {
    table.iter().any(|(pattern, places)| covers(pattern, kind) && ends(names, places))
}

/// Whether anything goes in a place.
pub(super) fn below(kind: &str, way: &[Step]) -> bool {
    let names = names_of(way);
    let deep = matches!(way.last(), Some(Step::Key(_)));
    (0..names.len() + usize::from(!deep)).any(|len| said(OPEN, kind, &names[..len]))
}

/// Whether anything goes in a mapping.
pub(super) fn open(kind: &str, way: &[Step]) -> bool {
    said(OPEN, kind, &names_of(way))
}

/// Whether the names in a mapping are the user's own.
pub(super) fn names(kind: &str, way: &[Step]) -> bool {
    open(kind, way) || said(NAMES, kind, &names_of(way))
}

/// Whether a value may be of another type.
pub(super) fn value(kind: &str, way: &[Step], is_text: bool) -> bool {
    said(ANY, kind, &names_of(way)) || is_text && said(TEXT, kind, &names_of(way))
}

/// Whether a field means the same in another mapping.
pub(super) fn same(kind: &str, target: &[Step], name: &str) -> bool {
    let mut names = names_of(target);
    names.push(name);
    said(SAME, kind, &names)
}

/// Whether a field is required.
pub(super) fn required(kind: &str, parent: &[Step], name: &str) -> bool {
    let names = names_of(parent);
    REQUIRED.iter().any(|(pattern, place, required)| {
        covers(pattern, kind) && ends(&names, place) && required.split(' ').any(|required| required == name)
    })
}
