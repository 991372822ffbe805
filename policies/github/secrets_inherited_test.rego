package waylint.rules.github.secrets_inherited_test

import data.waylint.rules.github.secrets_inherited as rule

findings(job) := result if {
	result := rule.deny with input as {"on": "push", "jobs": {"deploy": job}}
}

test_all if {
	some finding in findings({"uses": "acme/platform/.github/workflows/deploy.yaml@v2", "secrets": "inherit"})
	finding.at == ["jobs", "deploy", "secrets"]
}

test_by_name if count(findings({"uses": "acme/platform/.github/workflows/deploy.yaml@v2", "secrets": {"token": "${{ secrets.TOKEN }}"}})) == 0

test_own if count(findings({"uses": "./.github/workflows/deploy.yaml", "secrets": "inherit"})) == 0

test_own_as_well if {
	count(findings({"uses": "./.github/workflows/deploy.yaml", "secrets": "inherit"})) == 1 with data.waylint.options["github/secrets-inherited"].own as true
}
