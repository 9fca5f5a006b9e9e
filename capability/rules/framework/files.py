"""A framework as a TOML file, from its tables to facts."""

from capability.rules.framework.facts import CapabilityFact, DomainFact, FrameworkFact, FrameworkProblem, ProfileFact

LEVEL_KEYS = {1: "core", 2: "practitioner", 3: "specialist"}


def _text(table: dict, key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise FrameworkProblem(f"{where} has no {key}.")
    return value.strip()


def framework_of(tables: dict) -> FrameworkFact:
    """The framework in `tables`, the content of a TOML file.

    Raises `FrameworkProblem` for anything left out, a code used twice, or a target that is no level.
    """
    domains = tuple(_domain(raw, position) for position, raw in enumerate(tables.get("domains") or [], start=1))
    if not domains:
        raise FrameworkProblem("The file has no domains.")
    fact = FrameworkFact(
        identifier=_text(tables, "identifier", "The framework"),
        version=_text(tables, "version", "The framework"),
        title=_text(tables, "title", "The framework"),
        description=(tables.get("description") or "").strip(),
        published_on=tables.get("published_on"),
        domains=domains,
        profiles=tuple(_profile(raw) for raw in tables.get("role_profiles") or []),
        changes=(tables.get("changes") or "").strip(),
    )
    codes = fact.codes
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise FrameworkProblem(f"Two capabilities have the code {twice[0]}.")
    for profile in fact.profiles:
        if unknown := sorted(set(profile.targets) - set(codes)):
            raise FrameworkProblem(f"The profile of “{profile.job_role}” names {unknown[0]}, which no capability has as its code.")
        if missing := [code for code in codes if code not in profile.targets]:
            raise FrameworkProblem(f"The profile of “{profile.job_role}” gives no target for {missing[0]}; write 0 where the role does not need it.")
    return fact


def _domain(raw: dict, position: int) -> DomainFact:
    where = f"Domain {raw.get('code') or position}"
    return DomainFact(
        code=_text(raw, "code", where),
        title=_text(raw, "title", where),
        description=(raw.get("description") or "").strip(),
        capabilities=tuple(_capability(c, f"{where}, capability {c.get('code') or n}") for n, c in enumerate(raw.get("capabilities") or [], start=1)),
    )


def _capability(raw: dict, where: str) -> CapabilityFact:
    core, practitioner, specialist = (_text(raw, LEVEL_KEYS[level], where) for level in (1, 2, 3))
    replaces = raw.get("replaces")
    if replaces is not None and not (isinstance(replaces, list) and all(isinstance(code, str) for code in replaces)):
        raise FrameworkProblem(f"{where}: replaces is a list of the codes, in the version before, that it stands for.")
    return CapabilityFact(
        code=_text(raw, "code", where),
        title=_text(raw, "title", where),
        reference=(raw.get("reference") or "").strip(),
        descriptors=(core, practitioner, specialist),
        replaces=None if replaces is None else tuple(replaces),
    )


def _profile(raw: dict) -> ProfileFact:
    name = _text(raw, "job_role", "A role profile")
    targets = raw.get("targets") or {}
    for code, level in targets.items():
        if isinstance(level, bool) or level not in (0, 1, 2, 3):
            raise FrameworkProblem(f"The profile of “{name}” gives {code} the target {level!r}; it is 0, 1, 2 or 3.")
    return ProfileFact(name, (raw.get("qualifications") or "").strip(), dict(targets))
