#include <fmt/format.h>

#include <algorithm>

#include "report/html/html_parts.h"
#include "report/method_looks.h"

namespace mlink::report {

std::string_view html_style() {
  return R"(
:root{color-scheme:light dark;--panel:#fff;--sunken:#f4f6f8;--line:#d3d8de;--grid:#e8ebee;--text:#1b1f24;--second:#56606b;
--accent:#1b5ec2;--wrong:#cf420b;--well:#101317}
@media (prefers-color-scheme:dark){:root{--panel:#1b1f24;--sunken:#16191d;--line:#363c44;--grid:#2a2f36;--text:#e6eaee;
--second:#a5afba;--accent:#5b9dff;--wrong:#ff7a45;--well:#0b0d0f}}
*{box-sizing:border-box}
body{margin:0;background:var(--panel);color:var(--text);font:14px/1.45 Roboto,"Segoe UI",Helvetica,Arial,sans-serif;
font-variant-numeric:tabular-nums}
main{max-width:1120px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:30px;font-weight:500;margin:0 0 4px}
h2{font-size:18px;font-weight:500;margin:36px 0 2px}
p{margin:4px 0 10px}.second,.note{color:var(--second)}.note{font-size:12px}
header{border-bottom:1px solid var(--line);padding-bottom:12px}
.hash,code{font-family:"JetBrains Mono",Consolas,monospace;font-size:12px}
.findings{list-style:square;padding-left:18px;margin:18px 0}.findings li{margin:8px 0}
.two{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,3fr);gap:32px;align-items:start}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13px}
caption{text-align:left;font-weight:500;padding:6px 0}
th,td{text-align:left;padding:5px 8px;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:400;color:var(--second)}td.n,th.n{text-align:right;white-space:nowrap}
th.group{color:var(--text);font-weight:500;border-left:1px solid var(--line)}td.first,th.first{border-left:1px solid var(--line)}
table.sorts th{cursor:pointer}th[aria-sort=ascending]::after{content:" \25B4"}th[aria-sort=descending]::after{content:" \25BE"}
b,strong{font-weight:600}
table.matrix td.p{background:var(--l);color:var(--lt);text-align:center;border:1px solid var(--panel)}
table.matrix td.p small{display:block;opacity:.92}table.matrix td.own{background:var(--sunken)}
table.matrix td,table.matrix thead th{text-align:center}table.matrix tbody th{color:var(--text)}
@media (prefers-color-scheme:dark){table.matrix td.p{background:var(--d);color:var(--dt)}}
svg.chart{width:100%;height:auto;display:block}svg text{fill:var(--text);font-size:13px}svg .axis{fill:var(--second);font-size:11px}
svg .grid{stroke:var(--grid)}svg .mark{stroke:var(--second);stroke-dasharray:3 3}svg .lead{stroke:var(--line);fill:none}
svg .line{fill:none;stroke:currentColor;stroke-linejoin:round}svg .full{fill:currentColor}svg .bare{stroke:currentColor;fill:none;stroke-width:2}
svg .hollow{fill:var(--panel);stroke:currentColor;stroke-width:1.6}svg.key{width:34px;height:12px;vertical-align:middle;margin-right:8px}
.frames{display:grid;grid-template-columns:repeat(auto-fill,minmax(170px,1fr));gap:14px;margin-top:10px}
figure{margin:0;break-inside:avoid}.frames svg{width:100%;height:auto;background:var(--well);display:block}
.frames .none{background:var(--well);color:#cbd4de;aspect-ratio:4/3;display:grid;place-items:center;padding:8px;font-size:12px;text-align:center}
figcaption{font-size:12px;margin-top:4px}.wrong{color:var(--wrong);font-weight:500}
details{border-top:1px solid var(--line);border-bottom:1px solid var(--line);padding:10px 0;margin-top:36px}
summary{cursor:pointer;font-weight:500}pre{background:var(--sunken);padding:8px 10px;overflow-x:auto}
@media (max-width:1100px){.two{grid-template-columns:1fr}}
@media print{:root{color-scheme:light;--panel:#fff;--sunken:#f4f6f8;--line:#d3d8de;--grid:#e8ebee;--text:#1b1f24;--second:#56606b;
--accent:#1b5ec2;--wrong:#cf420b}@page{size:A4;margin:14mm}body{font-size:11px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
main{padding:0;max-width:none}h2{break-after:avoid}table,svg.chart,.frames,tr{break-inside:avoid}.two{grid-template-columns:1fr}
.wide{overflow:visible}table{font-size:9.5px}th,td{padding:3px 4px}
table.matrix td.p{background:var(--l)!important;color:var(--lt)!important}}
)";
}

std::string_view html_script() {
  return R"(
for(const table of document.querySelectorAll("table.sorts")){
 table.querySelectorAll("thead tr:last-child th").forEach((head,column)=>{
  head.tabIndex=0;
  const sort=()=>{
   const up=head.getAttribute("aria-sort")!=="ascending";
   head.parentNode.querySelectorAll("th").forEach(h=>h.removeAttribute("aria-sort"));
   head.setAttribute("aria-sort",up?"ascending":"descending");
   const value=row=>{const c=row.cells[column];const n=c.dataset.v;return n===undefined?c.textContent:n===""?null:Number(n)};
   const body=table.tBodies[0];
   [...body.rows].sort((a,b)=>{
    const x=value(a),y=value(b);
    if(x===null||y===null)return (x===null)-(y===null);
    const order=typeof x==="number"&&typeof y==="number"?x-y:String(x).localeCompare(String(y));
    return up?order:-order}).forEach(row=>body.append(row));
  };
  head.addEventListener("click",sort);
  head.addEventListener("keydown",e=>{if(e.key==="Enter"||e.key===" "){e.preventDefault();sort()}});
 });
}
)";
}

std::string method_styles() {
  auto names = method_names();
  names.emplace_back("optimum");
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::string light, dark;
  for (const auto& name : names) {
    const MethodStyle& look = method_look(name);
    light += fmt::format(".m-{}{{color:#{:06x}}}", name, look.light);
    dark += fmt::format(".m-{}{{color:#{:06x}}}", name, look.dark);
  }
  return light + "\n@media screen and (prefers-color-scheme:dark){" + dark + "}\n";
}

}  // namespace mlink::report
