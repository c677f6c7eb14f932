/* An OpenID provider: provider.mjs PORT REDIRECT_URI. People are who they say they are; "head" and "guest" differ. */
import Provider from "oidc-provider";

const [port, redirect] = process.argv.slice(2);
const roles = { anna: "head", jonas: "reviewer" };
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: "sistercity", client_secret: "a secret of this test", redirect_uris: [redirect] }],
  claims: { openid: ["sub"], profile: ["preferred_username", "groups", "role"] },
  conformIdTokenClaims: false,
  cookies: { keys: ["a key of this test"] },
  features: { devInteractions: { enabled: true } },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id, groups: id === "guest" ? ["others"] : ["international"], role: roles[id] ?? "staff" }),
  }),
});

provider.listen(Number(port), "127.0.0.1");
