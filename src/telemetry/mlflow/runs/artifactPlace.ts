/** Where the artifacts of a run are put, by the scheme of its `artifact_uri`. */
export type ArtifactPlace =
  /** Through the tracking server; a path below its artifact API. */
  | { readonly kind: 'proxy'; readonly path: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string }
  | { readonly kind: 'elsewhere'; readonly scheme: string };

const PROXY_API = '/api/2.0/mlflow-artifacts/artifacts';

/**
 * `mlflow-artifacts:/…` names the server that was asked, and so does its form with a host: credentials go to no other.
 * Source: MLflow's documentation, "Artifact stores", and `mlflow-artifacts` URIs in its client.
 */
export function placeOf(artifactUri: string): ArtifactPlace {
  const uri = URL.canParse(artifactUri) ? new URL(artifactUri) : undefined;
  switch (uri?.protocol) {
    case 'mlflow-artifacts:':
      return { kind: 'proxy', path: `${PROXY_API}${uri.pathname}` };
    case 'http:':
    case 'https:': {
      const at = uri.pathname.indexOf(PROXY_API);
      return at < 0 ? elsewhere(uri.protocol) : { kind: 'proxy', path: uri.pathname.slice(at) };
    }
    case 's3:':
      return { kind: 's3', bucket: uri.host, prefix: decodeURIComponent(uri.pathname).replace(/^\/|\/$/g, '') };
    default:
      return elsewhere(uri?.protocol ?? 'file:');
  }
}

function elsewhere(protocol: string): ArtifactPlace {
  return { kind: 'elsewhere', scheme: protocol.replace(/:$/, '') };
}
