import { describeNode } from './cells.ts';

describeNode('22.23.3');
