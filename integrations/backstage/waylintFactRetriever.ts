// Hands the facts that `waylint export --output backstage=facts.json` writes to Backstage's Tech Insights.
//
// An entity gets the facts of the repository that it names: by the annotation `waylint.dev/repository`, else by the last
// part of `github.com/project-slug` or `gitlab.com/project-slug`, else by its own name.

import { readFile } from 'node:fs/promises';

type Facts = Record<string, boolean | number | string>;

type Report = {
  asOf: string;
  title: string;
  schema: Record<string, { type: string; description: string }>;
  entities: { repository: string; owner: string; facts: Facts }[];
};

type Entity = {
  kind: string;
  metadata: { name: string; namespace?: string; annotations?: Record<string, string> };
};

type Context = { entities: Entity[] };

const ANNOTATIONS = ['waylint.dev/repository', 'github.com/project-slug', 'gitlab.com/project-slug'];

const lastPart = (name: string): string => name.split('/').pop() ?? name;

/** The repository of an entity, by its full name or the last part of it. */
export const repositoryOf = (entity: Entity, known: Map<string, Facts>): string | undefined => {
  const annotations = entity.metadata.annotations ?? {};
  const named = ANNOTATIONS.map(name => annotations[name]).filter(value => value !== undefined);
  const names = [...named, ...named.map(lastPart), entity.metadata.name];
  return names.find(name => known.has(name));
};

/** Facts for each entity whose repository is in the report. */
export const factsFor = (report: Report, entities: Entity[], timestamp: Date) => {
  const known = new Map<string, Facts>();
  // Full names are the surer ones, so they are set last.
  report.entities.forEach(({ repository, facts }) => known.set(lastPart(repository), facts));
  report.entities.forEach(({ repository, facts }) => known.set(repository, facts));
  return entities.flatMap(entity => {
    const repository = repositoryOf(entity, known);
    if (repository === undefined) {
      return [];
    }
    const { kind, metadata } = entity;
    return [
      {
        entity: { namespace: metadata.namespace ?? 'default', kind, name: metadata.name },
        facts: known.get(repository) ?? {},
        timestamp,
      },
    ];
  });
};

/**
 * A fact retriever over the report in `file`. `entitiesOf` asks the catalogue; the schema comes from the report, so new
 * standards become facts without a change here.
 */
export const waylintFactRetriever = async (
  file: string,
  entitiesOf: (context: unknown) => Promise<Context['entities']>,
) => {
  const read = async (): Promise<Report> => JSON.parse(await readFile(file, 'utf8'));
  const { schema } = await read();
  return {
    id: 'waylintFactRetriever',
    version: '0.1.0',
    title: 'waylint',
    description: 'How far a repository is on the golden path',
    entityFilter: [{ kind: 'component' }],
    schema,
    handler: async (context: unknown) => {
      const report = await read();
      return factsFor(report, await entitiesOf(context), new Date(`${report.asOf}T00:00:00Z`));
    },
  };
};
