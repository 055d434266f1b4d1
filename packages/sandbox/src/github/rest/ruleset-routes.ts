/** https://docs.github.com/en/rest/repos/rules */
import { timestamp } from '../model.ts';
import { activeRulesets } from '../operations/guards.ts';
import { nodeId } from '../payloads/account-json.ts';
import { repositoryApi } from '../payloads/repository-json.ts';
import { RULE_TYPES, type Rule, type Ruleset, type RuleType } from '../rules/ruleset.ts';
import type { ApiRequest, Reply, Route } from './api.ts';
import { ApiError, created, noContent, notFound, ok } from './api.ts';
import { type Fields, readFields } from './fields.ts';
import { paged } from './pagination.ts';

const ONE = '/rulesets/:id{[0-9]+}';
const read = ['metadata:read'] as const;
const write = ['administration'] as const;

export const rulesetRoutes: readonly Route[] = [
  { method: 'GET', path: '/rulesets', needs: read, handle: listRulesets },
  { method: 'POST', path: '/rulesets', needs: write, handle: createRuleset },
  { method: 'GET', path: ONE, needs: read, handle: getRuleset },
  { method: 'DELETE', path: ONE, needs: write, handle: deleteRuleset },
  { method: 'GET', path: '/rules/branches/:branch{.+}', needs: read, handle: getRules },
];

function createRuleset(request: ApiRequest): Reply {
  const { world, repository, body } = request;
  refuseUnsupported(body);
  const refs = partOf(partOf(body, 'conditions'), 'ref_name');
  const ruleset: Ruleset = {
    id: world.nextId(),
    name: body.text('name'),
    enforcement: body.oneOf('enforcement', ['active', 'disabled', 'evaluate'], 'active'),
    include: refs.texts('include'),
    exclude: refs.texts('exclude'),
    rules: listOf(body, 'rules').map(readRule),
    createdAt: timestamp(),
  };
  repository.rulesets.set(ruleset.id, ruleset);
  return created(rulesetJson(request, ruleset));
}

const partOf = (body: Fields, name: string): Fields => readFields(body.raw(name) ?? {});

function listOf(body: Fields, name: string): readonly Fields[] {
  const value = body.raw(name) ?? [];
  if (!Array.isArray(value)) throw new ApiError(422, `Invalid request.\n\n"${name}" is no array.`);
  return value.map(readFields);
}

function refuseUnsupported(body: Fields): void {
  const target = body.optionalText('target') ?? 'branch';
  if (target !== 'branch') throw unsupported(`a ruleset for ${target}`);
  if (listOf(body, 'bypass_actors').length > 0) throw unsupported('a ruleset with bypass_actors');
}

const unsupported = (what: string): ApiError =>
  new ApiError(501, `not supported by the sandbox: ${what}`);

function readRule(fields: Fields): Rule {
  const given = fields.text('type');
  const type = RULE_TYPES.find((each) => each === given);
  if (!type) throw unsupported(`a ruleset with ${given}`);
  const parameters = partOf(fields, 'parameters');
  for (const name of UNENFORCED[type] ?? []) {
    if (parameters.flag(name, false)) throw unsupported(`a ruleset with ${type}.${name}`);
  }
  if (type === 'required_status_checks') {
    for (const check of listOf(parameters, 'required_status_checks')) check.text('context');
  }
  // An object: partOf has refused everything else.
  return fields.has('parameters')
    ? { type, parameters: fields.raw('parameters') as NonNullable<Rule['parameters']> }
    : { type };
}

/** Rules that nothing here would enforce are refused, not forgotten. */
const UNENFORCED: Partial<Record<RuleType, readonly string[]>> = {
  pull_request: ['require_last_push_approval', 'required_review_thread_resolution'],
  update: ['update_allows_fetch_and_merge'],
};

function rulesetOf({ repository, param }: ApiRequest): Ruleset {
  const ruleset = repository.rulesets.get(Number(param('id')));
  if (!ruleset) throw notFound();
  return ruleset;
}

function listRulesets(request: ApiRequest): Reply {
  const all = [...request.repository.rulesets.values()];
  return paged(request, all, (each) => {
    const { rules, conditions, bypass_actors, ...summary } = rulesetJson(request, each);
    return summary;
  });
}

function getRuleset(request: ApiRequest): Reply {
  return ok(rulesetJson(request, rulesetOf(request)));
}

function deleteRuleset(request: ApiRequest): Reply {
  request.repository.rulesets.delete(rulesetOf(request).id);
  return noContent;
}

function rulesetJson({ world, repository }: ApiRequest, ruleset: Ruleset) {
  const { id, name, enforcement, include, exclude, rules, createdAt } = ruleset;
  const self = `${repositoryApi(world, repository)}/rulesets/${id}`;
  return {
    id,
    name,
    target: 'branch',
    source_type: 'Repository',
    source: repository.fullName,
    enforcement,
    node_id: nodeId('RRS', id),
    _links: { self: { href: self } },
    created_at: createdAt,
    updated_at: createdAt,
    conditions: { ref_name: { include, exclude } },
    rules,
    bypass_actors: [],
  };
}

/** Rulesets only: classic protection is told to administrators, elsewhere. The branch need not exist. */
function getRules(request: ApiRequest): Reply {
  const { repository, place, param } = request;
  const rules = activeRulesets(place, param('branch')).flatMap((ruleset) =>
    ruleset.rules.map((rule) => ({
      ...rule,
      ruleset_source_type: 'Repository',
      ruleset_source: repository.fullName,
      ruleset_id: ruleset.id,
    })),
  );
  return paged(request, rules, (rule) => rule);
}
