//! Catalogues of schemas at addresses: a template that each object fills in.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use super::{
    Version,
    custom::Custom,
    fetch::{Address, Store},
    named::{NamedError, json, unusable},
};
use crate::shape::Shape;

/// The templates that were named, where their schemas are kept, and what went wrong with them.
#[derive(Debug)]
pub(super) struct Remote {
    templates: Vec<Address>,
    store: Store,
    /// By `apiVersion` and kind: each is asked for once in a run.
    found: Mutex<HashMap<(String, String), Arc<Answer>>>,
    troubles: Mutex<Vec<NamedError>>,
}

type Answer = OnceLock<Option<Arc<Shape>>>;

impl Remote {
    pub(super) fn new(templates: Vec<Address>, store: Store) -> Self {
        Self { templates, store, found: Mutex::default(), troubles: Mutex::default() }
    }

    /// Whether nobody named one.
    pub(super) fn is_empty(&self) -> bool {
        self.templates.is_empty()
    }

    /// The schema of an object, from the first template that has one.
    pub(super) fn find(&self, api: &str, kind: &str) -> Option<Arc<Shape>> {
        if self.is_empty() {
            return None;
        }
        let key = (api.to_owned(), kind.to_owned());
        let answer = self.found.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default().clone();
        answer.get_or_init(|| self.ask(api, kind)).clone()
    }

    fn ask(&self, api: &str, kind: &str) -> Option<Arc<Shape>> {
        self.templates.iter().find_map(|template| match self.shape(template, (api, kind)) {
            Ok(shape) => shape,
            Err(error) => {
                self.troubles.lock().unwrap_or_else(PoisonError::into_inner).push(error);
                None
            }
        })
    }

    /// What could not be fetched or used, in one order.
    pub(super) fn troubles(&self) -> Vec<NamedError> {
        let mut all = self.troubles.lock().unwrap_or_else(PoisonError::into_inner).clone();
        all.sort_by(|a, b| a.path.cmp(&b.path));
        all
    }

    fn shape(&self, template: &Address, (api, kind): (&str, &str)) -> Result<Option<Arc<Shape>>, NamedError> {
        let Some(address) = filled(template, (api, kind)) else { return Ok(None) };
        if !self.store.is_allowed() && !self.store.has(&address) {
            return Ok(None);
        }
        let Some((text, is_new)) = self.store.text(&address)? else { return Ok(None) };
        let name = address.url.as_str();
        let schema = json(name, text.clone())?;
        let custom = Custom::of_object(schema, api, kind).map_err(|error| unusable(name, &error))?;
        if is_new {
            self.store.keep(&address, &text)?;
        }
        Ok(Some(custom.shape))
    }
}

/// A template with the names of an object; none if they are not such as belong into an address: documents are untrusted.
fn filled(template: &Address, (api, kind): (&str, &str)) -> Option<Address> {
    let (group, version_of_api) = api.split_once('/').unwrap_or(("", api));
    let is_name = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    if ![group, version_of_api, kind].into_iter().all(is_name) || api.contains("..") {
        return None;
    }
    let mut url = String::with_capacity(template.url.len() + 32);
    let mut rest = template.url.as_str();
    while let Some((before, after)) = rest.split_once("{{") {
        let (variable, after) = after.split_once("}}")?;
        url.push_str(before);
        match variable.trim().trim_start_matches('.').trim() {
            "Group" => url.push_str(group),
            "ResourceKind" => url.push_str(&kind.to_ascii_lowercase()),
            "ResourceAPIVersion" => url.push_str(version_of_api),
            "KindSuffix" => {
                let label = group.split('.').next().filter(|label| !label.is_empty());
                label.into_iter().chain([version_of_api]).for_each(|part| url.extend(["-", part]));
            }
            "NormalizedKubernetesVersion" => url.push_str(&format!("v{}.0", Version::newest())),
            // Which fields there are is waylint's to say, so there is one sort of schemas.
            "StrictSuffix" => {}
            _ => return None,
        }
        rest = after;
    }
    url.push_str(rest);
    Address::parse(&url).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_filled_in_as_elsewhere() {
        let fill = |template: &str, api: &str, kind: &str| {
            let template = Address::parse(&format!("https://example.com/{template}")).unwrap();
            filled(&template, (api, kind)).map(|address| address.url[20..].to_owned())
        };
        let catalogue = "{{.Group}}/{{ .ResourceKind }}_{{.ResourceAPIVersion}}.json";
        let wanted = Some("shop.example.com/widget_v1.json".to_owned());
        assert_eq!(fill(catalogue, "shop.example.com/v1", "Widget"), wanted);
        assert_eq!(fill("{{.ResourceKind}}{{.KindSuffix}}", "apps/v1", "Job").as_deref(), Some("job-apps-v1"));
        assert_eq!(fill("{{.ResourceKind}}{{.KindSuffix}}", "v1", "Pod").as_deref(), Some("pod-v1"));
        assert_eq!(fill(catalogue, "../../x/v1", "Widget"), None);
        assert_eq!(fill(catalogue, "a/v1?x=", "Widget"), None);
        assert_eq!(fill("{{.Unknown}}", "a/v1", "Widget"), None);
    }
}
