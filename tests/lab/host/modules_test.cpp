// SPDX-License-Identifier: MIT
// The order in which modules are loaded, from what they say of themselves.
#include "lab/host/modules.h"

#include <gmock/gmock.h>

#include "lab/host/command.h"
#include "lab/host/elf.h"
#include "lab/host/stamp.h"
#include "support.h"

namespace wlanmedic::lab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class LoadOrder : public testing::Test {
protected:
    void add(const std::string& file, std::string_view name, std::string_view depends) {
        const auto path = folder_ / ("kernel/" + file);
        std::filesystem::create_directories(path.parent_path());
        ASSERT_TRUE(write_file(path, test::module_with(name, depends)));
    }
    wifi::Result<std::vector<std::string>> order(const std::vector<std::string>& names) {
        const auto modules = Modules::open(folder_.path());
        if (!modules) return std::unexpected(modules.error());
        return modules->load_order(names);
    }
    test::Folder folder_;
};

TEST_F(LoadOrder, PutsAModuleBehindAllThatItDependsOn) {
    add("net/mac80211.ko", "mac80211", "cfg80211,libarc4");
    add("net/cfg80211.ko", "cfg80211", "rfkill");
    add("net/rfkill.ko", "rfkill", "");
    add("lib/libarc4.ko", "libarc4", "");
    add("drivers/other.ko", "other", "");
    const auto found = order({"mac80211"});
    ASSERT_TRUE(found) << found.error().to_string();
    EXPECT_THAT(*found, ElementsAre("rfkill", "cfg80211", "libarc4", "mac80211"));
}

TEST_F(LoadOrder, NamesAModuleOnceAndKeepsTheOrderThatWasAskedFor) {
    add("b.ko", "b", "shared");
    add("a.ko", "a", "shared");
    add("shared.ko", "shared", "");
    const auto found = order({"b", "a", "shared", "b"});
    ASSERT_TRUE(found) << found.error().to_string();
    EXPECT_THAT(*found, ElementsAre("shared", "b", "a"));
}

TEST_F(LoadOrder, TakesDashesAndUnderscoresForTheSame) {
    add("ghash-generic.ko", "ghash_generic", "gf128mul");
    add("gf128mul.ko", "gf128mul", "");
    add("gcm.ko", "gcm", "ghash_generic");
    const auto found = order({"gcm", "ghash-generic"});
    ASSERT_TRUE(found) << found.error().to_string();
    EXPECT_THAT(*found, ElementsAre("gf128mul", "ghash-generic", "gcm"));
}

TEST_F(LoadOrder, LeavesOutWhatIsBuiltIn) {
    add("ctr.ko", "ctr", "aes_generic");
    ASSERT_TRUE(write_file(folder_ / "modules.builtin", "kernel/crypto/aes_generic.ko\n"));
    const auto found = order({"aes_generic", "ctr"});
    ASSERT_TRUE(found) << found.error().to_string();
    EXPECT_THAT(*found, ElementsAre("ctr"));
}

TEST_F(LoadOrder, SaysWhichModuleTheKernelHasNotAndWhoWantsIt) {
    add("mac80211.ko", "mac80211", "cfg80211");
    const auto found = order({"mac80211"});
    ASSERT_FALSE(found);
    EXPECT_THAT(found.error().what, HasSubstr("no module cfg80211, which mac80211 depends on"));
    EXPECT_FALSE(found.error().hint.empty());
}

TEST_F(LoadOrder, SaysThatModulesDependOnEachOther) {
    add("a.ko", "a", "b");
    add("b.ko", "b", "a");
    const auto found = order({"a"});
    ASSERT_FALSE(found);
    EXPECT_THAT(found.error().what, HasSubstr("depend on each other"));
}

TEST_F(LoadOrder, ReadsModulesThatArePacked) {
    add("a.ko", "a", "b");
    add("b.ko", "b", "");
    const std::string plain = test::module_with("b", "");
    ASSERT_TRUE(run({.words = {"xz", (folder_ / "kernel/b.ko").string()}, .directory = {}}));
    const auto modules = Modules::open(folder_.path());
    ASSERT_TRUE(modules);
    EXPECT_THAT(modules->load_order({"a"}).value(), ElementsAre("b", "a"));
    EXPECT_EQ(modules->read("b").value(), plain);
}

TEST_F(LoadOrder, RefusesWhatIsNoModule) {
    std::filesystem::create_directories(folder_ / "kernel");
    ASSERT_TRUE(write_file(folder_ / "kernel/a.ko", "no module"));
    EXPECT_FALSE(order({"a"}));
}

TEST(Modules, SayWhereNoneAre) {
    const test::Folder folder;
    const auto modules = Modules::open(folder / "nothing");
    ASSERT_FALSE(modules);
    EXPECT_THAT(modules.error().to_string(), HasSubstr("nothing"));
}

}  // namespace
}  // namespace wlanmedic::lab
