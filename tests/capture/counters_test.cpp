// SPDX-License-Identifier: MIT
#include "capture/counters.h"

#include <gmock/gmock.h>
#include <linux/nl80211.h>

#include <fstream>

#include "built_message.h"
#include "capture/counter_pace.h"
#include "capture/device_names.h"
#include "capture/station_counters.h"
#include "machine/probe.h"
#include "recording.h"

namespace wlanmedic::capture {
namespace {

using namespace std::chrono_literals;
using test::Built;

constexpr std::string_view proc_net_dev =
    "Inter-|   Receive                                                |  Transmit\n"
    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls "
    "carrier "
    "compressed\n"
    "    lo:  104208     940    0    0    0     0          0         0   104208     940    0    0    0     0      "
    " 0    "
    "      0\n"
    "wlan0: 18446744073709551615 7 1 2 0 3 0 0 900 6 4 5 0 0 0 0\n"
    "wlan01:1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n";

TEST(InterfaceCounters, AreThoseOfTheNameAskedForAndOfNoLongerOne) {
    const auto values = interface_counters(proc_net_dev, "wlan0");
    ASSERT_TRUE(values);
    EXPECT_EQ(values->counted.at("rx_bytes"), UINT64_MAX);
    EXPECT_EQ(values->counted.at("rx_packets"), 7U);
    EXPECT_EQ(values->counted.at("rx_errors"), 1U);
    EXPECT_EQ(values->counted.at("rx_dropped"), 2U);
    EXPECT_EQ(values->counted.at("rx_frame"), 3U);
    EXPECT_EQ(values->counted.at("tx_bytes"), 900U);
    EXPECT_EQ(values->counted.at("tx_dropped"), 5U);
    EXPECT_FALSE(values->counted.contains("collisions"));
    EXPECT_EQ(interface_counters(proc_net_dev, "wlan01")->counted.at("tx_bytes"), 1U);
    EXPECT_FALSE(interface_counters(proc_net_dev, "wlan"));
    EXPECT_FALSE(interface_counters(proc_net_dev, "face |bytes    packets errs drop"));
}

TEST(InterfaceCounters, ALineThatEndsEarlyGivesWhatItHas) {
    const auto values = interface_counters("wlan0: 5 6", "wlan0");
    ASSERT_TRUE(values);
    EXPECT_EQ(values->counted.size(), 2U);
}

TEST(InterfaceCounters, ThisMachinesOwnFileReads) {
    std::ifstream file("/proc/net/dev");
    const std::string text(std::istreambuf_iterator<char>(file), {});
    const auto values = interface_counters(text, "lo");
    ASSERT_TRUE(values);
    EXPECT_EQ(values->counted.at("rx_bytes"), values->counted.at("tx_bytes"));
}

CounterValues values(std::map<std::string, std::uint64_t> counted, std::string station = {}) {
    return {.counted = std::move(counted), .measured = {}, .station = std::move(station)};
}

TEST(CountersRecord, TheFirstIsAbsolute) {
    const auto text = counters_record("wlan0", nullptr, values({{"rx_packets", 12}, {"tx_packets", 0}}), 60s);
    EXPECT_EQ(*text.find("WLANMEDIC_OVER"), "0");
    EXPECT_EQ(*text.find("WLANMEDIC_COUNTERS"), "rx_packets=12 tx_packets=0");
    EXPECT_EQ(*text.find("WLANMEDIC_INTERFACE"), "wlan0");
}

TEST(CountersRecord, ThenOnlyWhatChangedAndHowMuch) {
    const auto before = values({{"rx_packets", 12}, {"tx_packets", 5}, {"rx_errors", 9}});
    const auto text =
        counters_record("wlan0", &before,
                        values({{"rx_packets", 24}, {"tx_packets", 5}, {"rx_errors", 3}, {"tx_errors", 1}}), 60s);
    EXPECT_EQ(*text.find("WLANMEDIC_OVER"), "60000000000");
    EXPECT_EQ(*text.find("WLANMEDIC_COUNTERS"), "rx_errors=3 rx_packets=+12 tx_errors=1");
    EXPECT_EQ(text.message, "wlan0 in 60.000 s: rx_errors 3 rx_packets +12 tx_errors 1");
}

TEST(CountersRecord, ALinkThatStandsStillSaysSo) {
    const auto before = values({{"rx_packets", 12}});
    const auto text = counters_record("wlan0", &before, before, 1s);
    EXPECT_EQ(text.message, "wlan0 in 1.000 s: no change");
    EXPECT_EQ(*text.find("WLANMEDIC_COUNTERS"), "");
}

TEST(CountersRecord, AnotherAccessPointsNumbersAreNoDifferenceToTheLastOnes) {
    const auto before = values({{"rx_packets", 10}, {"station_rx_packets", 100}}, "02:00:00:00:00:01");
    const auto text = counters_record(
        "wlan0", &before, values({{"rx_packets", 11}, {"station_rx_packets", 150}}, "02:00:00:00:00:02"), 1s);
    EXPECT_EQ(*text.find("WLANMEDIC_COUNTERS"), "rx_packets=+1 station_rx_packets=150");
    EXPECT_EQ(*text.find("WLANMEDIC_STATION"), "02:00:00:00:00:02");
}

TEST(CountersRecord, WhatIsMeasuredIsToldAsItIs) {
    CounterValues now = values({{"rx_packets", 1}});
    now.measured = {{"station_signal", -61}, {"station_tx_bitrate", 65000}};
    const auto text = counters_record("wlan0", &now, now, 1s);
    EXPECT_EQ(*text.find("WLANMEDIC_MEASURED"), "station_signal=-61 station_tx_bitrate=65000");
    EXPECT_EQ(text.message, "wlan0 in 1.000 s: station_signal -61 dBm station_tx_bitrate 65000 kbit/s");
}

TEST(CountersRecord, SumsDoNotTurnOver) {
    EXPECT_EQ(added(UINT64_MAX, 1), UINT64_MAX);
    EXPECT_EQ(added(1, 2), 3U);
}

TEST(StationCounters, AreReadFromNl80211sAnswer) {
    const auto rate = Built::attributes()
                          .with_u16(NL80211_RATE_INFO_BITRATE, 540)
                          .with(NL80211_RATE_INFO_BITRATE32, std::uint32_t{650})
                          .payload();
    const auto info = Built::attributes()
                          .with_u64(NL80211_STA_INFO_RX_BYTES64, 5'000'000'000)
                          .with(NL80211_STA_INFO_TX_FAILED, std::uint32_t{17})
                          .with_u64(NL80211_STA_INFO_BEACON_RX, 99)
                          .with_u8(NL80211_STA_INFO_SIGNAL, static_cast<std::uint8_t>(-61))
                          .with(NL80211_STA_INFO_TX_BITRATE, rate)
                          .with(NL80211_STA_INFO_INACTIVE_TIME, std::uint32_t{12})
                          .with_u8(NL80211_STA_INFO_BEACON_LOSS, 1)  // of no known size
                          .payload();
    const auto attributes = Built::attributes()
                                .with(NL80211_ATTR_IFINDEX, std::uint32_t{5})
                                .with(NL80211_ATTR_MAC, std::vector<std::uint8_t>{2, 0, 0, 0, 0, 9})
                                .with(NL80211_ATTR_STA_INFO, info)
                                .payload();
    const auto found =
        station_counters({.command = NL80211_CMD_NEW_STATION, .version = 1, .attributes = attributes});
    ASSERT_TRUE(found);
    EXPECT_THAT(found->counted, testing::ElementsAre(std::pair("station_beacon_rx", 99U),
                                                     std::pair("station_rx_bytes", 5'000'000'000U),
                                                     std::pair("station_tx_failed", 17U)));
    EXPECT_THAT(found->measured,
                testing::ElementsAre(std::pair("station_inactive_time", 12), std::pair("station_signal", -61),
                                     std::pair("station_tx_bitrate", 65000)));
    EXPECT_EQ(found->station, "02:00:00:00:00:09");
    EXPECT_FALSE(station_counters({.command = NL80211_CMD_DEL_STATION, .version = 1, .attributes = attributes}));
    EXPECT_FALSE(station_counters({.command = NL80211_CMD_NEW_STATION, .version = 1, .attributes = {}}));
}

TEST(CounterPace, AMinuteWhileTheLinkIsUp) {
    CounterPace pace({});
    EXPECT_TRUE(pace.see(5, true, 100s));
    EXPECT_FALSE(pace.see(5, true, 101s));
    EXPECT_EQ(pace.interval(200s), 60s);
}

TEST(CounterPace, ASecondWhileItIsDownButNotForEver) {
    CounterPace pace({});
    pace.see(5, true, 100s);
    EXPECT_TRUE(pace.see(5, false, 200s));
    EXPECT_EQ(pace.interval(201s), 1s);
    EXPECT_EQ(pace.interval(200s + 4min), 1s);
    EXPECT_EQ(pace.interval(200s + 5min), 60s);
    EXPECT_TRUE(pace.see(5, true, 600s));
    EXPECT_TRUE(pace.see(5, false, 700s));
    EXPECT_EQ(pace.interval(701s), 1s);
}

TEST(CounterPace, OneLinkThatIsDownHurriesAndOneThatIsForgottenDoesNot) {
    CounterPace pace({});
    pace.see(5, true, 100s);
    pace.see(6, false, 100s);
    EXPECT_EQ(pace.interval(101s), 1s);
    pace.forget(6);
    EXPECT_EQ(pace.interval(101s), 60s);
}

TEST(DeviceNames, AreThoseOfSysfs) {
    namespace fs = std::filesystem;
    const test::Folder folder;
    const fs::path sys = fs::path(folder / "root") / "sys";
    const fs::path usb = sys / "devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0";
    fs::create_directories(usb / "net/wlan0/phy80211");
    fs::create_directories(sys / "class/net");
    fs::create_directories(sys / "bus/usb/devices");
    fs::create_directories(sys / "bus/usb/drivers/rtw_8822bu");
    fs::create_directories(sys / "module/rtw88_8822bu");
    fs::create_symlink("../../devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0/net/wlan0",
                       sys / "class/net/wlan0");
    fs::create_symlink("../../../1-2:1.0", usb / "net/wlan0/device");
    fs::create_symlink("../../../../../../bus/usb", usb / "subsystem");
    fs::create_symlink("../../../../../../bus/usb/drivers/rtw_8822bu", usb / "driver");
    fs::create_symlink("../../../../module/rtw88_8822bu", sys / "bus/usb/drivers/rtw_8822bu/module");
    fs::create_symlink("../../../devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0",
                       sys / "bus/usb/devices/1-2:1.0");
    std::ofstream(usb / "net/wlan0/phy80211/name") << "phy3\n";
    const auto names = device_names(machine::ToldMachine(folder / ""), "wlan0");
    EXPECT_EQ(names.phy, "phy3");
    EXPECT_EQ(names.device, "1-2:1.0");
    EXPECT_EQ(names.parent, "1-2");
    EXPECT_EQ(names.bus, "usb");
    EXPECT_EQ(names.driver, "rtw_8822bu");
    EXPECT_EQ(names.module, "rtw88_8822bu");
    EXPECT_EQ(device_names(machine::ToldMachine(folder / ""), "wlan9").device, "");
}

}  // namespace
}  // namespace wlanmedic::capture
