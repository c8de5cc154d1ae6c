//! The contract: what the handlers' signatures say, plus what holds for all of them.
use serde_json::{Value, json};
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Dienstweg",
        description = "Service management for public administration: tickets, organisations, approvals and the rollout \
                       of online services. All times are UTC, all text is NFC. Errors are RFC 9457 problem documents.",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2")
    ),
    components(schemas(
        crate::problem::ProblemView,
        crate::problem::FaultView,
        dienstweg_projections::matrix::MatrixBy,
        dienstweg_projections::snapshots::TrendBy,
        dienstweg_projections::snapshots::TrendStep,
        dienstweg_projections::timeline::TimelineBy,
        dienstweg_workflows::rollouts::RollupKind,
        dienstweg_workflows::bulk::BulkEffect,
        dienstweg_workflows::stock::StockEffect,
        dienstweg_workflows::mail::reminder_jobs::ReminderEffect,
        dienstweg_workflows::waves::WaveEffect,
        dienstweg_workflows::marketplace::OrderStatus,
    )),
    servers((url = "/", description = "This server"))
)]
pub struct Base;

/// Operations that need no log-in say `security(())`.
pub fn finish(document: Document) -> Value {
    let mut document = serde_json::to_value(document).unwrap_or_default();
    let schemes = json!({
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT",
            "description": "Access token of a person (POST /api/v1/auth/login) or of a program (client)."},
        "client": {"type": "oauth2", "description": "Programs: client credentials, with the permissions as scopes.",
            "flows": {"clientCredentials": {"tokenUrl": "/api/v1/oauth/token", "scopes": {}}}}
    });
    document["components"]["securitySchemes"] = schemes;
    leave_patches_open(&mut document);
    crate::export::describe(&mut document);
    let Some(paths) = document["paths"].as_object_mut() else { return document };
    for (path, item) in paths.iter_mut() {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            if operation.get("operationId").is_some() {
                complete(path, method, operation);
            }
        }
    }
    crate::examples::add(&mut document);
    document
}

/// No member of a patch is required: what is absent stays (RFC 7396). The generator takes them for required.
fn leave_patches_open(document: &mut Value) {
    let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for (_, schema) in schemas.into_iter().flatten().filter(|(name, _)| name.ends_with("Patch")) {
        if let Some(schema) = schema.as_object_mut() {
            schema.remove("required");
        }
        for member in schema["properties"].as_object_mut().into_iter().flat_map(|all| all.values_mut()) {
            member.as_object_mut().map(|member| member.remove("default"));
        }
    }
}

/// Path parameters, security and problem answers follow from the shape of an operation.
fn complete(path: &str, method: &str, operation: &mut Value) {
    name_path_parameters(path, operation);
    let public = operation.get("security").is_some();
    // What looks for itself who calls refuses too.
    let asks = operation["security"].as_array().is_none_or(|ways| ways.len() > 1);
    if !public {
        let scope = operation["x-permission"].as_str().map(str::to_owned).unwrap_or_default();
        operation["security"] = json!([{"bearer": []}, {"client": [scope]}]);
    }
    let body = operation.get("requestBody").is_some();
    let changes = has_parameter(operation, "If-Match");
    let mut problems = vec![429, 503];
    problems.extend(if asks { &[401, 403][..] } else { &[] });
    problems.extend(if path.contains('{') { &[404][..] } else { &[] });
    problems.extend(if body { &[400, 413, 415, 422][..] } else { &[] });
    problems.extend(if method == "get" { &[400][..] } else { &[409] });
    problems.extend(if changes { &[412, 428][..] } else { &[] });
    for status in problems {
        let answers = &mut operation["responses"];
        if answers.get(status.to_string()).is_none() {
            answers[status.to_string()] = problem(status);
        }
    }
}

/// The generator does not see parameters whose type is an id; every one that is not named is an id.
fn name_path_parameters(path: &str, operation: &mut Value) {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let missing: Vec<&str> = names.filter(|name| !has_parameter(operation, name)).collect();
    for name in missing {
        let parameter = json!({"name": name, "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}});
        match operation["parameters"].as_array_mut() {
            Some(parameters) => parameters.push(parameter),
            None => operation["parameters"] = json!([parameter]),
        }
    }
}

fn has_parameter(operation: &Value, name: &str) -> bool {
    operation["parameters"]
        .as_array()
        .is_some_and(|all| all.iter().any(|parameter| parameter["name"] == name))
}

pub(crate) fn problem(status: u16) -> Value {
    let code = dienstweg_kernel::error::codes::CODES.iter().find(|code| code.status == status);
    json!({
        "description": code.map_or("Problem", |code| code.en),
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    })
}

/// The part of the contract that a marketplace's developers need, as a document of its own.
pub fn marketplace(contract: &Value) -> Value {
    let mut part = contract.clone();
    if let Some(paths) = part["paths"].as_object_mut() {
        paths.retain(|path, _| path.contains("/marketplace/") || path.contains("/oauth/token"));
    }
    part["info"]["title"] = json!("Dienstweg: marketplace hook");
    let used = used_schemas(&part);
    if let Some(schemas) = part.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        schemas.retain(|name, _| used.contains(name));
    }
    part
}

/// The schemas that the paths and webhooks of a document reach, directly or through others.
fn used_schemas(document: &Value) -> std::collections::HashSet<String> {
    let mut used = std::collections::HashSet::new();
    let mut open = vec![document["paths"].clone(), document["webhooks"].clone()];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                if let Some(name) =
                    members.get("$ref").and_then(Value::as_str).and_then(|all| all.rsplit('/').next())
                    && used.insert(name.to_owned())
                {
                    open.push(document["components"]["schemas"][name].clone());
                }
                open.extend(members.into_iter().map(|(_, member)| member));
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    used
}

/// The operations as lines `tag operationId METHOD path permission`, for reading and for tests over all of them.
pub fn operations(document: &Value) -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let Some(id) = operation["operationId"].as_str() else { continue };
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            all.push(Operation {
                tag: text(&operation["tags"][0]),
                id: id.to_owned(),
                method: method.to_uppercase(),
                path: path.clone(),
                permission: text(&operation["x-permission"]),
                public: operation["security"]
                    .as_array()
                    .is_some_and(|all| all.iter().any(|one| one == &json!({}))),
            });
        }
    }
    all.sort_by(|a, b| (&a.tag, &a.path, &a.method).cmp(&(&b.tag, &b.path, &b.method)));
    all
}

/// One operation of the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    pub tag: String,
    pub id: String,
    pub method: String,
    pub path: String,
    /// The permission it needs at least; empty where being logged in is enough.
    pub permission: String,
    pub public: bool,
}

impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let permission = match (self.public, self.permission.as_str()) {
            (true, _) => "(public)",
            (false, "") => "(logged in)",
            (false, permission) => permission,
        };
        write!(f, "{:14} {:32} {:6} {} {permission}", self.tag, self.id, self.method, self.path)
    }
}
