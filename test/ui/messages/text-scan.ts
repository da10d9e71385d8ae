import ts from 'typescript';

/** A text for people that stands in a source. */
interface FoundText {
  readonly line: number;
  readonly text: string;
}

/** Attributes and properties that people read or hear. */
const SHOWN =
  /^(title|alt|placeholder|label|asked|none|about|hint|caption|text|words|sentence|data-drop|aria-(label|description|roledescription|valuetext))$/;

/** A word with a space beside it, or one word that begins with a capital. */
const SENTENCE = /\p{L}{2,}[,.;:…]?\s|\s\(?\p{L}{2,}|^\p{Lu}\p{Ll}+…?$/u;
const WORD = /\p{L}{2,}/u;

/** Variables and values of CSS. */
const CSS = /^--|^(translate|scale|min|hsl)\(|\d+px\b|\$\{\}px\b/;

/** Paths of SVG begin with a place. */
const SVG_PATH = /^[Mm]-?[\d.]/;

/** Keys as events name them, where nothing says that they are shown. */
const KEY = /^(Enter|Escape|Delete|Backspace|Tab|Space|Shift|Mod|Page)$/;

/** Attributes whose values are for the browser alone. */
const UNSEEN_ATTRIBUTES = /^(class|className|style)$/;

/** Calls that take selectors and queries of CSS. */
const SELECTING = /^(closest|matches|querySelector|querySelectorAll|matchMedia)$/;

/** A fault of programming in the form of the house, which no person brings about. */
const FAULT = /: expected .+, got /;

/**
 * The texts for people in a source: what elements and the attributes in `SHOWN` show, and sentences and capitalised words
 * anywhere else; for templates with `${}` in place of each value.
 * @param mayFault whether errors of the form `<where>: expected …, got …` are faults of programming here
 */
export function textsIn(path: string, source: string, mayFault: boolean): FoundText[] {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true, kind);
  const found: FoundText[] = [];
  const note = (node: ts.Node, text: string) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    found.push({ line: line + 1, text: text.trim().replaceAll(/\s+/g, ' ') });
  };
  const visit = (node: ts.Node, isShown: boolean): void => {
    if (isUnseen(node) || (mayFault && isFault(node))) return;
    const text = textOf(node);
    if (text !== undefined && isText(text, isShown)) note(node, text);
    ts.forEachChild(node, (child) => visit(child, passesOn(node, child, isShown)));
  };
  visit(file, false);
  return found;
}

function isText(text: string, isShown: boolean): boolean {
  if (CSS.test(text) || SVG_PATH.test(text)) return false;
  return isShown ? WORD.test(text) : SENTENCE.test(text) && !KEY.test(text);
}

/** The text of a literal, a template or what stands between tags. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isJsxText(node)) return node.text;
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('${}');
}

/** What is never shown: types, the names of modules, classes and styles, selectors. */
function isUnseen(node: ts.Node): boolean {
  if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return true;
  if (ts.isJsxAttribute(node)) return UNSEEN_ATTRIBUTES.test(node.name.getText());
  if (!ts.isCallExpression(node)) return false;
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  const { expression } = node;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return ts.isIdentifier(name) && SELECTING.test(name.text);
}

function isFault(node: ts.Node): boolean {
  if (!ts.isNewExpression(node) || node.expression.getText() !== 'Error') return false;
  const [message] = node.arguments ?? [];
  return message !== undefined && FAULT.test(textOf(message) ?? '');
}

/** Whether what a child of a node evaluates to is shown. */
function passesOn(node: ts.Node, child: ts.Node, isShown: boolean): boolean {
  if (ts.isJsxText(child)) return true;
  if (ts.isJsxExpression(child)) return !ts.isJsxAttribute(node) || SHOWN.test(node.name.getText());
  if (ts.isJsxAttribute(node)) return SHOWN.test(node.name.getText());
  if (ts.isPropertyAssignment(node)) return child === node.initializer && SHOWN.test(nameOf(node.name));
  if (ts.isConditionalExpression(node)) return isShown && child !== node.condition;
  if (ts.isBinaryExpression(node)) return isShown && !isComparison(node);
  return isShown && isTransparent(node);
}

function nameOf(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : '';
}

function isComparison({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return (
    kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsEqualsToken
  );
}

function isTransparent(node: ts.Node): boolean {
  return (
    ts.isJsxExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isTemplateExpression(node) ||
    ts.isTemplateSpan(node)
  );
}
