/** The page's only style sheet; its hash stands in the content security policy. */
export const style = `
:root{color-scheme:light dark;--bg:#fff;--ink:#1c2126;--soft:#56606b;--line:#d9dde2;--panel:#f5f6f8;--accent:#1d4f7c;--bar:#1d4f7c;
--critical:#8c1127;--high:#a33a00;--medium:#725600;--low:#3d5568;--good:#1e6340;--fill:#8c1127}
@media (prefers-color-scheme:dark){:root{--bg:#14171a;--ink:#e4e7ea;--soft:#a3adb7;--line:#333a41;--panel:#1c2024;--accent:#8dbfe8;--bar:#6ea6d4;
--critical:#ff95a3;--high:#ffab7a;--medium:#e6c65c;--low:#a9c1d4;--good:#86d0a6;--fill:#9c1a32}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI","Liberation Sans",Arial,sans-serif}
.page{max-width:82rem;margin:0 auto;padding:0 1.5rem 4rem}
header.top{border-bottom:2px solid var(--ink);padding:2rem 0 1rem;margin-bottom:1rem}header.top+main h2#overview{margin-top:1.25rem}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .25rem;font-weight:650;letter-spacing:-.01em}
h2{font-size:1.25rem;margin:2.75rem 0 .75rem;padding-bottom:.3rem;border-bottom:1px solid var(--line);font-weight:650}
h3{overflow-wrap:anywhere;font-size:1rem;margin:1.25rem 0 .35rem;font-weight:650}
h4{font-size:.75rem;margin:1rem 0 .25rem;text-transform:uppercase;letter-spacing:.05em;color:var(--soft);font-weight:650}
p,ul,ol,dl{margin:.25rem 0 .75rem}
a{color:var(--accent)}
small{color:var(--soft);font-size:.8125rem}
bdi{unicode-bidi:isolate}
.id,code,time{font:.8125rem/1.45 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
.id{color:var(--soft);font-weight:400}
.none{color:var(--soft);font-style:italic}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--bg);padding:.5rem;z-index:2}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0;margin:.75rem 0 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));gap:0;list-style:none;padding:0;margin:1.25rem 0;border:1px solid var(--line);border-radius:4px}
.tiles li{padding:.9rem 1rem;border-left:1px solid var(--line);margin-left:-1px;color:var(--soft)}
.tiles b{display:block;font-size:1.25rem;color:var(--ink);font-weight:650}
.tiles.six{grid-template-columns:repeat(auto-fit,minmax(min(20rem,100%),1fr));overflow:hidden}.six li{border-top:1px solid var(--line);margin-top:-1px}
.lead{font-size:1.0625rem;border-left:4px solid var(--critical);padding:.35rem 0 .35rem .9rem;margin:.75rem 0 1rem;max-width:96ch}.lead.good{border-color:var(--good)}
.tests{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(18rem,100%),1fr));gap:1rem 2rem;list-style:none;padding:0}.tests li>b,.tests small{display:block}
.tests svg{display:block;width:100%;margin:.4rem 0 .25rem;background:var(--panel)}.tests span{font-size:.875rem;margin-right:.9rem}.tests span::before{content:"";display:inline-block;width:.65rem;height:.65rem;margin-right:.3rem;border:1px solid var(--soft)}
.gloss{color:var(--soft);font-size:.875rem;margin:.5rem 0 1rem}
.tests rect.yes{fill:var(--good)}.tests rect.no{fill:var(--fill)}.tests rect.open{fill:var(--soft);opacity:.45}
.tests .yes::before{background:var(--good)}.tests .no::before{background:var(--fill)}.tests .open::before{background:color-mix(in srgb,var(--soft) 45%,var(--panel))}
.body li,.body p{overflow-wrap:anywhere}
.pair{white-space:nowrap;margin-right:.5rem;color:var(--ink)}
.chip{display:inline-block;font-size:.6875rem;line-height:1.5;font-weight:650;letter-spacing:.02em;padding:0 .4rem;border:1px solid currentColor;border-radius:3px;color:var(--soft);white-space:nowrap;vertical-align:.08em}
.critical,.unread{color:var(--critical)}.high,.live{color:var(--high)}.medium,.partial,.time-bound{color:var(--medium)}.low,.excluded{color:var(--low)}.complete,.session{color:var(--good)}
.overdue,.contradicted,.silent,.invalid,.expired,.ambiguous{color:var(--critical)}.reappeared,.tier-0{color:var(--high)}.undetermined,.lingering,.no-key{color:var(--medium)}.not-due,.not-begun,.revoked{color:var(--low)}.ended,.in-force{color:var(--good)}
.chip.critical{background:var(--fill);color:#fff;border-color:var(--fill)}
.chip.standing{color:var(--ink)}
.scroll{overflow-x:auto}.sub th{padding-left:1.25rem;color:var(--soft)}
table{border-collapse:collapse;width:100%;margin:.25rem 0 1rem;font-size:.875rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line);font-weight:400}
thead th{color:var(--soft);font-size:.75rem;font-weight:650;border-bottom-color:var(--soft);white-space:nowrap}
tbody th{font-weight:500}.many tbody th.id{min-width:13rem}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.bar{width:50%}.bar svg{display:block;width:100%;height:.7rem;margin-top:.35rem;fill:var(--bar)}
dl{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.2rem 1rem;font-size:.875rem}
dt{color:var(--soft)}dd{margin:0;min-width:0;overflow-wrap:anywhere}
.two{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:0 2.5rem}
.flow{display:flex;flex-wrap:wrap;gap:.15rem 1.5rem;list-style:none;padding:0;font-size:.875rem}
pre{margin:.25rem 0;padding:.5rem .75rem;background:var(--panel);border-left:3px solid var(--line);white-space:pre-wrap;overflow-wrap:anywhere}
.commands{max-height:24rem;overflow:auto}
form{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end;padding:.75rem 1rem;background:var(--panel);border:1px solid var(--line);border-radius:4px}
label{display:grid;font-size:.75rem;color:var(--soft);gap:.15rem}
label.wide{flex:1 1 100%}
input,select,button{font:inherit;font-size:.875rem;color:var(--ink);background:var(--bg);border:1px solid var(--soft);border-radius:3px;padding:.3rem .5rem;max-width:100%}
label select{max-width:13rem}
button{cursor:pointer}button:disabled{opacity:.5;cursor:default}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.status{font-size:.875rem;color:var(--soft);margin:.6rem 0;display:flex;gap:1rem;align-items:center;flex-wrap:wrap}
.row{display:flow-root}.row>button,.group>button{margin:.6rem 0}
.rows.long{max-height:min(85vh,60rem);overflow-y:auto;overflow-anchor:none;border:1px solid var(--line);border-radius:4px;padding:0 .75rem}
.rows.long>[data-row="0"]>.group{border-top:0;margin-top:0}
.where{font-size:.8125rem;color:var(--soft);margin:0 0 .25rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;min-height:1.25rem}.where:empty{display:none}
.hint{flex:1 1 100%;margin:0;font-size:.8125rem;color:var(--soft)}
.group{border-top:2px solid var(--line);padding-top:.25rem;margin-top:1.5rem}
noscript .group{content-visibility:auto;contain-intrinsic-size:auto 24rem}
.group h3{font-size:1.0625rem;margin:.6rem 0 .1rem}.group>p{margin:.1rem 0 .4rem}
details{border-bottom:1px solid var(--line)}
summary{display:grid;grid-template-columns:1rem 6.5rem minmax(0,5fr) minmax(0,5fr) 6rem;gap:0 .75rem;padding:.5rem 0;cursor:pointer;list-style:none;font-size:.875rem}
summary::-webkit-details-marker{display:none}details.whole>summary{display:block}details.whole>summary::before{padding:0 .5rem}
summary::before{content:"+";color:var(--soft);font-family:ui-monospace,monospace;text-align:center}
details[open]>summary::before{content:"\\2212"}
summary:hover{background:var(--panel)}
summary b,summary small{overflow-wrap:anywhere}summary .chip{justify-self:start;align-self:start}
.body{padding:.25rem 1rem 1rem 1.75rem;border-left:3px solid var(--line);margin:0 0 .75rem .4rem}
.path{list-style:none;padding:0;margin:.5rem 0;font-size:.875rem}
.path li{position:relative;padding:0 0 .8rem 1.5rem}
.path li::before{content:"";position:absolute;left:.3rem;top:.4rem;width:.55rem;height:.55rem;border:2px solid var(--accent);border-radius:50%;background:var(--bg);z-index:1}
.path li.link::before{border-radius:0}.path li.grant::before{background:var(--accent)}
.path li:not(:last-child)::after{content:"";position:absolute;left:.55rem;top:.9rem;bottom:-.3rem;border-left:2px solid var(--line)}
.path .kind{display:inline-block;min-width:4rem;font-size:.75rem;color:var(--soft);text-transform:uppercase;letter-spacing:.04em}
.line{margin:.5rem 0 1rem;display:grid;grid-template-columns:5rem minmax(0,1fr);gap:0 .5rem}
.line ul{list-style:none;margin:0;padding:16px 0 0;font-size:.75rem;line-height:22px;color:var(--soft);text-align:right}
.line svg{display:block;width:100%;height:92px;font-size:11px;fill:var(--soft);background:var(--panel);border-radius:3px}
.line p{grid-column:2;display:flex;justify-content:space-between;margin:.1rem 0 0}
.lanes ul{padding-top:2px}.line.lanes svg{height:auto}.lanes svg .due{stroke-width:3}.line .before{text-anchor:end}.line .allowed{fill:var(--good)}.line .there{fill:var(--bar)}.line .maybe{fill:var(--bar);opacity:.35}
.line .late{fill:var(--fill)}.line .linger{fill:var(--medium)}.line line{stroke:var(--soft);stroke-width:1.5}.line .due{stroke:var(--critical);stroke-width:2}
.line .trigger{stroke-dasharray:3 3}.line .now{stroke-dasharray:1 3}
svg.times{display:block;width:100%;min-width:9rem;height:8px;margin:.4rem 0;fill:var(--bar)}svg.times .ground{fill:var(--line)}svg.times rect:not(.ground):not(.use){opacity:.6}
ul.times{list-style:none;padding:0;margin:0}
footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:.75rem;color:var(--soft);font-size:.8125rem}
[hidden]{display:none!important}
@media screen and (max-width:52rem){.page{padding:0 1rem 3rem}.two{grid-template-columns:minmax(0,1fr)}
summary{grid-template-columns:1rem minmax(0,1fr)}summary>*{grid-column:2}summary::before{grid-row:1/span 4}.body{padding-left:.75rem}
dl{grid-template-columns:minmax(0,1fr)}dd{margin-bottom:.4rem}label{flex:1 1 8.5rem;min-width:0}label select{width:100%;max-width:none}.bar{width:35%}.scroll table.many{min-width:44rem}.scroll table.most{min-width:72rem}.many tbody .id{min-width:11rem}
.stack thead{display:none}.stack,.stack tbody,.stack tr,.stack td,.stack th{display:block}.stack tr{padding:.5rem 0;border-bottom:1px solid var(--line)}.stack tbody td,.stack tbody th{padding:.1rem 0;border:0}.stack tbody td.n{display:inline-block;margin-right:1rem;text-align:left}.stack td.n::after{content:" " attr(data-of);color:var(--soft)}}
@media print{:root{color-scheme:light;--bg:#fff;--ink:#000;--soft:#444;--line:#bbb;--panel:#fff;--accent:#000;--bar:#555;--critical:#7a0018;--high:#8a3000;--medium:#5d4600;--low:#33485a;--good:#14502f}
body{font-size:9.5pt}.page{max-width:none;padding:0}nav,form,button,.skip,.where{display:none!important}noscript .group{content-visibility:visible}
h2,h3,h4,summary{break-after:avoid}tr,.path li,pre{break-inside:avoid}.commands{max-height:none}.scroll{overflow:visible}
.chip.critical{background:none;color:var(--critical);border-color:currentColor}summary{grid-template-columns:1rem 5.5rem minmax(0,5fr) minmax(0,5fr) 5.5rem}}
@page{margin:15mm}
`;
