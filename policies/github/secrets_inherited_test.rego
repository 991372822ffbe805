package waylint.rules.github.secrets_inherited_test

import data.waylint.rules.github.secrets_inherited as rule

repository(job, called) := {"complete": true, "documents": [
	{"file": ".github/workflows/ci.yaml", "document": 0, "kind": "github/workflow", "node": {"on": "push", "jobs": {"deploy": job}}},
	{"file": ".github/workflows/deploy.yaml", "document": 0, "kind": "github/workflow", "node": called},
]}

findings(job) := result if {
	result := rule.deny with input as repository(job, {})
}

test_all if {
	some finding in findings({"uses": "acme/platform/.github/workflows/deploy.yaml@v2", "secrets": "inherit"})
	finding["in"] == ".github/workflows/ci.yaml"
	finding.at == ["jobs", "deploy", "secrets"]
	not finding.fix
}

test_by_name if count(findings({"uses": "acme/platform/.github/workflows/deploy.yaml@v2", "secrets": {"token": "${{ secrets.TOKEN }}"}})) == 0

own := {"uses": "./.github/workflows/deploy.yaml", "secrets": "inherit"}

test_own if count(findings(own)) == 0

test_own_as_well if count(findings(own)) == 1 with data.waylint.options["github/secrets-inherited"].own as true

called(script) := {"on": {"workflow_call": {"secrets": {"TOKEN": {"required": true}}}}, "jobs": {"deploy": {"steps": [{"run": script}]}}}

test_declared if {
	some finding in rule.deny with input as repository(own, called("./deploy ${{ secrets.TOKEN }} ${{ secrets.GITHUB_TOKEN }}"))
		with data.waylint.options["github/secrets-inherited"].own as true
	finding.fix.edits == [{"op": "replace", "at": ["jobs", "deploy", "secrets"], "value": {"TOKEN": "${{ secrets.TOKEN }}"}}]
}

test_not_declared if {
	some finding in rule.deny with input as repository(own, called("./deploy ${{ secrets.OTHER }}"))
		with data.waylint.options["github/secrets-inherited"].own as true
	not finding.fix
}
