import { parseVkey } from '../../evidence/log/vkey.ts';
import type { PackIntegrity } from '../../model/pack.ts';

/** A key of Ed25519 as SubjectPublicKeyInfo has it, up to the key: for `printf`. */
const ED25519_SPKI = '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000';

/** The part of `VERIFY.md` that needs nothing of ours: commands that can be pasted as they stand, and exit 0 where what they check holds. */
export function byHand({ vkey, anchors }: PackIntegrity): readonly string[] {
  const lines = [
    '## By hand',
    '',
    'In a copy of the folder, for some of these write files; what came to you another way lies beside the copy, not in it.',
    '',
    'Nothing is there that the manifest does not list (prints nothing):',
    '',
    "    comm -13 <({ jq -r '.files[].path' manifest.json; printf 'manifest.json\\npack.dsse.json\\n'; } | LC_ALL=C sort) \\",
    "      <(find . -type f -printf '%P\\n' | LC_ALL=C sort)",
    '',
    'Every file is what the manifest says (GNU coreutils and jq):',
    '',
    '    jq -r \'.files[] | "\\(.sha256)  \\(.path)"\' manifest.json | sha256sum --check --strict --quiet',
    '',
  ];
  if (vkey === null) return lines;
  const isEcdsa = parseVkey(vkey).type === 'ecdsa-p256';
  lines.push(
    'The key you were given, as PEM (openssl 3; `../vkey.txt`: its one line; the bytes before it say what kind of key it is):',
    '',
    `    { ${isEcdsa ? '' : `printf '${ED25519_SPKI}'; `}cut -d+ -f3- ../vkey.txt | base64 -d | tail -c +2; } |`,
    '      openssl pkey -pubin -inform DER -out ../key.pem',
    '',
    'The envelope is signed by it, and its subjects are these files:',
    '',
    '    jq -r .payload pack.dsse.json | base64 -d > payload',
    "    jq -r '.signatures[0].sig' pack.dsse.json | base64 -d > sig",
    '    { printf \'DSSEv1 28 application/vnd.in-toto+json %d \' "$(stat -c %s payload)"; cat payload; } > signed',
    isEcdsa
      ? '    openssl dgst -sha256 -verify ../key.pem -signature sig signed'
      : '    openssl pkeyutl -verify -pubin -inkey ../key.pem -rawin -in signed -sigfile sig',
    '    jq -r \'.subject[] | select(.name) | "\\(.digest.sha256)  \\(.name)"\' payload | sha256sum --check --strict --quiet',
    '',
    'The log is a tiled transparency log (C2SP tlog-tiles): Tessera derives its tiles and the root of its checkpoint from its entries (Go 1.24 or newer):',
    '',
    '    go run github.com/transparency-dev/tessera/cmd/fsck@v1.0.4 --storage_url="file://$PWD/log/" --public_key=../vkey.txt --ui=false 2>&1 |',
    '      grep "Successfully fsck"',
    '',
    'It says what it found and exits with 0 either way, and may not come to an end over a damaged log. `golang.org/x/mod/sumdb/tlog` reads the same files, and',
    '`github.com/transparency-dev/formats/proof` reads `proofs/*.tlog-proof`, which show that the population and this export are entries of the log.',
    '',
  );
  const stamps = anchors.filter(({ how }) => how === 'rfc3161');
  if (stamps.length > 0)
    lines.push(
      'What a time-stamping authority marked is a checkpoint of the log (`../AUTHORITY.pem`: its certificate, or that of who issued it):',
      '',
    );
  for (const { size, how, sha256, by, at } of stamps)
    lines.push(
      `    jq -r .bytes log/anchors/${size}-${how}-${sha256.slice(0, 8)}.json | base64 -d > token.tsr`,
      `    openssl ts -verify -data log/checkpoints/${size} -in token.tsr -CAfile ../AUTHORITY.pem`,
      '',
      `That is the stamp of ${at}, by \`${by.replaceAll(/[`\p{Cc}]/gu, ' ')}\`.`,
      '',
    );
  return lines;
}
