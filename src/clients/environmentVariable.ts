/** A variable that says something: without the spaces around it; undefined where it is missing or blank. */
export function variable(variables: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const value = variables[name]?.trim();
  return value === '' ? undefined : value;
}
