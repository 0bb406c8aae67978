#include "ui/window/page_list.h"

#include <array>

#include "ui/compare/compare_page.h"
#include "ui/ensemble/ensemble_page.h"
#include "ui/links/links_page.h"
#include "ui/live/live_page.h"
#include "ui/replay/replay_page.h"
#include "ui/runs/runs_page.h"
#include "ui/sources/sources_page.h"

namespace mlink::ui {
namespace {

using MakePage = Page* (*)(const ThemeHolder&, SharedSelection*, Worker*);

template <class P>
Page* make(const ThemeHolder& themes, SharedSelection* selection, Worker* worker) {
  return new P(themes, selection, worker);
}

constexpr std::array kPages{
    MakePage{&make<SourcesPage>}, MakePage{&make<LinksPage>},   MakePage{&make<EnsemblePage>},
    MakePage{&make<ReplayPage>},  MakePage{&make<ComparePage>}, MakePage{&make<LivePage>},
    MakePage{&make<RunsPage>},
};

}  // namespace

std::vector<Page*> make_all_pages(const ThemeHolder& themes, SharedSelection* selection, Worker* worker) {
  std::vector<Page*> pages;
  pages.reserve(kPages.size());
  for (const MakePage make_page : kPages) pages.push_back(make_page(themes, selection, worker));
  return pages;
}

}  // namespace mlink::ui
