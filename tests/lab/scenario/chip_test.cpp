// SPDX-License-Identifier: MIT
// A station that is a chip: which driver, which guard, what can be done to it, and what cannot.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/scenario/actions.h"
#include "lab/scenario/names.h"
#include "read.h"

namespace wlanmedic::lab {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Three lines: one access point that a cw1200 can join. What a test adds begins in line 4.
constexpr std::string_view open_head = "duration = \"1 h\"\n[[access_point]]\npmf = \"optional\"\n";

Scenario chip_scenario(std::string_view added, const std::vector<Setting>& settings = {}) {
    auto read = read_scenario(std::string(open_head).append(added), "demo.toml", settings);
    if (read) return *std::move(read);
    ADD_FAILURE() << read.error().to_string();
    return {};
}

std::optional<Chip> chip_of(std::string_view added) { return chip_scenario(added).station.chip; }

template <class Wanted>
Wanted chip_action(std::string_view keys) {
    const auto one = chip_scenario(std::string("[station]\nchip = \"cw1200\"\n[[step]]\n").append(keys));
    if (one.steps.size() == 1)
        if (const auto* const found = std::get_if<Wanted>(&one.steps.front().action)) return *found;
    ADD_FAILURE() << "no such action: " << keys;
    return {};
}

std::string chip_complaint(std::string_view added) { return complaint_of(std::string(open_head).append(added)); }

/// Of a step that stands in line 6.
std::string step_complaint(std::string_view keys) {
    return chip_complaint(std::string("[station]\nchip = \"cw1200\"\n[[step]]\n").append(keys));
}

TEST(Chip, IsNoneWhereNothingIsSaid) {
    EXPECT_FALSE(chip_of("").has_value());
    EXPECT_FALSE(chip_of("[station]\nmanager = \"iwd\"\n").has_value());
}

TEST(Chip, HasTheStockDriverUntilSomebodyGuardsIt) {
    const auto alone = chip_of("[station]\nchip = \"cw1200\"\n");
    ASSERT_TRUE(alone);
    EXPECT_EQ(alone->model, Chip::Model::cw1200);
    EXPECT_EQ(alone->driver, Chip::Driver::stock);
    EXPECT_FALSE(alone->guard);
    const auto guarded = chip_of("[guard]\n[station]\nchip = \"bes2600\"\n");
    ASSERT_TRUE(guarded);
    EXPECT_EQ(guarded->model, Chip::Model::bes2600);
    EXPECT_EQ(guarded->driver, Chip::Driver::patched);
    ASSERT_TRUE(guarded->guard);
    EXPECT_THAT(*guarded->guard, IsEmpty());
    const auto beside = chip_of("[station]\nchip = \"cw1200\"\ndriver = \"stock\"\n[guard]\n");
    EXPECT_EQ(beside->driver, Chip::Driver::stock) << "a guard that watches a driver which does not know it";
}

TEST(Chip, GivesTheGuardItsParametersAsTheKernelReadsThem) {
    const auto chip = chip_of(
        "[station]\nchip = \"cw1200\"\n[guard]\nthreshold = 3\nobserve = true\nkprobes = false\nm = \"a,b\"\n");
    ASSERT_TRUE(chip && chip->guard);
    EXPECT_THAT(*chip->guard,
                testing::UnorderedElementsAre(GuardParameter{"threshold", "3"}, GuardParameter{"observe", "Y"},
                                              GuardParameter{"kprobes", "N"}, GuardParameter{"m", "a,b"}));
}

TEST(Chip, TakesAParameterFromTheCommandLine) {
    const auto set =
        chip_scenario("[station]\nchip = \"cw1200\"\n[guard]\nthreshold = 3\n",
                      {{.key = "guard.threshold", .value = "2"}, {.key = "guard.more", .value = "7"}});
    ASSERT_TRUE(set.station.chip && set.station.chip->guard);
    EXPECT_THAT(*set.station.chip->guard,
                testing::UnorderedElementsAre(GuardParameter{"threshold", "2"}, GuardParameter{"more", "7"}));
}

TEST(Chip, IsToldWhatIsWrongWithIt) {
    const auto fault = chip_action<ChipFault>("do = \"chip-fault\"\nfault = \"hang\"\nheals = \"unjoin\"\n");
    EXPECT_EQ(fault.kind, ChipFault::Kind::hang);
    EXPECT_EQ(fault.heals, ChipFault::Heals::unjoin);
    EXPECT_EQ(chip_action<ChipFault>("do = \"chip-fault\"\nfault = \"mute\"\n").heals,
              ChipFault::Heals::chip_reset);
    EXPECT_EQ(chip_action<ChipEvent>("do = \"chip-event\"\nevent = 1\n").event, 1U);
    EXPECT_TRUE(chip_action<ChipBluetooth>("do = \"chip-bluetooth-on\"\n").open);
    EXPECT_FALSE(chip_action<ChipBluetooth>("do = \"chip-bluetooth-off\"\n").open);
    chip_action<HealChip>("do = \"chip-heal\"\n");
}

TEST(Chip, HasTheWordsThatTheChipTakes) {
    std::vector<std::string_view> faults;
    for (const auto& [kind, word] : chip_fault_names) faults.push_back(word);
    EXPECT_THAT(faults, ElementsAre("bss-lost-flood", "receive-wedge", "mute", "hang", "refuse-joins", "slow-scan",
                                    "lost-confirms"));
    std::vector<std::string_view> healers;
    for (const auto& [heals, word] : chip_heals_names) healers.push_back(word);
    EXPECT_THAT(healers, ElementsAre("join", "unjoin", "chip-reset", "never"));
}

TEST(ChipMistakes, OfTheStation) {
    EXPECT_EQ(chip_complaint("[station]\nchip = \"esp32\"\n"), "5:8 unknown chip \"esp32\"");
    EXPECT_EQ(chip_complaint("[station]\nchip = \"cw1200\"\ndriver = \"new\"\n"), "6:10 unknown driver \"new\"");
    EXPECT_EQ(chip_complaint("[station]\ndriver = \"stock\"\n"), "5:10 only a chip has a driver to choose");
    EXPECT_EQ(chip_complaint("[station]\nchip = \"cw1200\"\ndriver = \"patched\"\n"),
              "6:10 the patched driver calls the guard, which is not there");
    EXPECT_EQ(chip_complaint("[station]\nchip = \"cw1200\"\nmanager = \"iwd\"\n"),
              "6:11 a chip's station is managed by wpa_supplicant alone");
}

TEST(ChipMistakes, OfANetworkThatTheDriverCannotJoin) {
    EXPECT_EQ(complaint("[station]\nchip = \"cw1200\"\n"), "5:8 the driver cw1200 cannot join \"ap1\"");
    EXPECT_EQ(complaint("[station]\nchip = \"bes2600\"\n"), "");
}

TEST(ChipMistakes, OfTheGuard) {
    EXPECT_EQ(chip_complaint("[guard]\n"), "4:1 there is no chip that the guard could guard");
    EXPECT_EQ(chip_complaint("[station]\n[guard]\n"), "5:1 there is no chip that the guard could guard");
    const auto guard = [](std::string_view line) {
        return chip_complaint(fmt::format("[station]\nchip = \"cw1200\"\n[guard]\n{}\n", line));
    };
    EXPECT_EQ(guard("threshold = 1.5"), "7:13 \"threshold\" is not a value for a module's parameter");
    EXPECT_EQ(guard("threshold = \"3 x=1\""), "7:13 \"threshold\" is not a value for a module's parameter");
    EXPECT_EQ(guard("threshold = \"\""), "7:13 \"threshold\" is not a value for a module's parameter");
    EXPECT_EQ(guard("a-b = 1"), "7:7 \"a-b\" is no name of a module's parameter");
    EXPECT_EQ(chip_complaint("[station]\nchip = \"cw1200\"\n[[guard]]\n"), "6:1 \"guard\" is not a table");
}

TEST(ChipMistakes, OfSteps) {
    EXPECT_EQ(step_complaint("do = \"chip-fault\"\n"), "6:1 key \"fault\" is missing");
    EXPECT_EQ(step_complaint("do = \"chip-fault\"\nfault = \"rust\"\n"), "8:9 unknown fault of a chip \"rust\"");
    EXPECT_EQ(step_complaint("do = \"chip-fault\"\nfault = \"hang\"\nheals = \"prayer\"\n"),
              "9:9 unknown healer of a chip's fault \"prayer\"");
    EXPECT_EQ(step_complaint("do = \"chip-event\"\n"), "6:1 key \"event\" is missing");
    EXPECT_EQ(step_complaint("do = \"chip-event\"\nevent = -1\n"),
              "8:9 \"event\" is not a whole number from 0 to 4294967295");
    EXPECT_EQ(step_complaint("do = \"wedge\"\n"), "7:6 the station is a chip, whose inside is not the medium's");
    EXPECT_EQ(step_complaint("do = \"unwedge\"\nradio = \"station\"\n"),
              "8:9 the station is a chip, whose inside is not the medium's");
    EXPECT_EQ(step_complaint("do = \"wedge\"\nradio = \"ap1\"\n"), "");
    for (const auto* keys :
         {"do = \"chip-fault\"\nfault = \"hang\"\n", "do = \"chip-heal\"\n", "do = \"chip-event\"\nevent = 1\n",
          "do = \"chip-bluetooth-on\"\n", "do = \"chip-bluetooth-off\"\n"})
        EXPECT_EQ(complaint(std::string("[[step]]\n").append(keys)), "5:6 the station is no chip") << keys;
}

}  // namespace
}  // namespace wlanmedic::lab
