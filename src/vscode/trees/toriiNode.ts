import type { DestinationNode } from '../destinations/destinationsTree.ts';
import type { ChainNode } from '../fallbacks/chainNodes.ts';
import type { KeysNode } from '../keys/keyNodes.ts';
import type { ModelNode } from '../models/modelNodes.ts';
import type { TraceNode } from '../traces/traceNodes.ts';

/** A node of any of the trees: what a command gets that was run from one. */
export type ToriiNode = ModelNode | ChainNode | TraceNode | KeysNode | DestinationNode;
