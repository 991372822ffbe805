//! `waylint schema`: what files are held against.

use std::{fs, path::Path};

use super::{Exit, Stop, print};
use crate::{
    catalogue::{self, Carried, Named, Version},
    cli::{SchemaCommand, SchemaImportArgs, SchemaListArgs, SchemaShowArgs},
    linter::SetupError,
};

pub(super) fn run(command: &SchemaCommand) -> Result<Exit, Stop> {
    match command {
        SchemaCommand::List(args) => list(args),
        SchemaCommand::Show(args) => show(args),
        SchemaCommand::Import(args) => import(args),
    }
}

fn list(args: &SchemaListArgs) -> Result<Exit, Stop> {
    let line = |one: Carried| match one.versions {
        Some((first, last)) if last == Version::newest() => format!("{}  since {first}\n", one.name),
        Some((first, last)) => format!("{}  {first} to {last}\n", one.name),
        None => format!("{}\n", one.name),
    };
    let wanted = |one: &Carried| {
        let name = one.name.to_lowercase();
        args.words.iter().all(|word| name.contains(&word.to_lowercase()))
    };
    print(&catalogue::carried().into_iter().filter(wanted).map(line).collect::<String>())?;
    Ok(Exit::Clean)
}

fn show(args: &SchemaShowArgs) -> Result<Exit, Stop> {
    let version = args.kubernetes_version.unwrap_or(Version::newest());
    let Some(schema) = catalogue::text(&args.kind, version) else {
        let message = format!("no schema of `{}` is carried", args.kind);
        return Err(
            SetupError::new(message, "`waylint schema list` shows all; write one as `apps/v1 Deployment`").into()
        );
    };
    print(&format!("{schema:#}\n"))?;
    Ok(Exit::Clean)
}

fn import(args: &SchemaImportArgs) -> Result<Exit, Stop> {
    let mut written = 0;
    for path in &args.files {
        let named = Named::new([path.as_path()], &super::store(&args.network));
        let named = named.map_err(|error| SetupError::new(error.to_string(), error.help))?;
        for (name, schema) in named.schemas().iter().filter_map(catalogue::Custom::file) {
            write(&args.output.join(&name), &format!("{schema:#}\n"))?;
            print(&format!("{}\n", args.output.join(&name).display()))?;
            written += 1;
        }
    }
    if written == 0 {
        let help = "name files that hold a CustomResourceDefinition with a schema";
        return Err(SetupError::new("nothing to import was found", help).into());
    }
    Ok(Exit::Clean)
}

fn write(path: &Path, text: &str) -> Result<(), Stop> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder.and_then(|()| fs::write(path, text)).map_err(|error| {
        let message = format!("{} cannot be written: {error}", path.display());
        SetupError::new(message, "name a folder that you may write to with `--output`").into()
    })
}
