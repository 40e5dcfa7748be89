// SPDX-License-Identifier: MIT
// What a lab run plays: who is in the air, what happens when, and what must come of it. docs/lab.md has the
// same in words, as authors of scenarios write it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "config/place.h"
#include "lab/medium/rule.h"
#include "wifi/error.h"
#include "wifi/instant.h"

namespace wlanmedic::lab {

using config::Place;

enum class Security : std::uint8_t { open, wpa2, sae };
enum class ManagementProtection : std::uint8_t { off, optional, required };  ///< PMF: hostapd's ieee80211w 0, 1, 2

struct AccessPoint {
    std::string name;       ///< "ap1": names its log, hostapd-ap1.log, and stands in steps
    Radio radio = 0;        ///< 0, 1, 3, 4 …: wlan2 is the station
    std::string interface;  ///< "wlan0"
    std::string ssid = "lab";
    unsigned channel = 1;  ///< 1 to 13, or 36, 40, 44, 48
    Security security = Security::wpa2;
    ManagementProtection pmf = ManagementProtection::required;
    std::string passphrase = "labpassword";  ///< 8 to 63 characters
    unsigned beacon_interval = 100;          ///< TU, 15 to 65,535
    unsigned sa_query_max_timeout = 1000;    ///< TU
    unsigned sa_query_retry_timeout = 201;   ///< TU
    unsigned group_rekey_s = 0;              ///< seconds; 0: never
    bool foreign = false;                    ///< a neighbour's: the station has no profile for it
};

enum class Manager : std::uint8_t { wpa_supplicant, network_manager, iwd };

inline constexpr Radio station_radio = 2;
inline constexpr std::string_view station_interface = "wlan2";

/// A parameter of the module connloss_guard, as the kernel is given it.
struct GuardParameter {
    std::string name;
    std::string value;
    bool operator==(const GuardParameter&) const = default;
};

/// Firmware that is made up under a driver that is real (lab/chips). Its air is the radio that the station has
/// without one: its antenna.
struct Chip {
    enum class Model : std::uint8_t { cw1200, bes2600 };
    enum class Driver : std::uint8_t {
        stock,
        patched,  ///< with the calls of the guard, and what a bus reset needs to be survived (kernel/cocci)
    };
    Model model = Model::cw1200;
    Driver driver = Driver::stock;
    std::optional<std::vector<GuardParameter>> guard;  ///< nothing: the guard is not loaded
};

struct Station {
    Manager manager = Manager::wpa_supplicant;
    std::string passphrase = "labpassword";
    std::optional<Chip> chip;  ///< nothing: a radio of hwsim
};

/// A ping of the gateway (the access point's namespace, 10.0.0.1) every so often, or a stream.
struct Traffic {
    enum class Kind : std::uint8_t { probe, load };
    Kind kind = Kind::probe;
    wifi::Duration interval = std::chrono::seconds{10};  ///< probe
    std::uint64_t bytes_per_second = 0;                  ///< load; 0: as much as there is
};

/// Something that the evidence tells as it happens: a line of one of the running logs.
struct Happening {
    std::string name;    ///< "connected", or the text itself
    std::string source;  ///< file of the evidence folder without its ending: "iw-event", "wpa_supplicant", "dmesg"
    std::vector<std::string> words;  ///< all of them, in this order, in one line
};

/// When a step begins. With none of these: as soon as the one before it is done.
struct When {
    std::optional<wifi::Duration> at;                  ///< since the guest's clock began (Scenario::clock)
    std::optional<Happening> happening;                ///< the first since the step before began
    wifi::Duration after{};                            ///< waits so long after that
    wifi::Duration within = std::chrono::seconds{60};  ///< for the happening; then the run fails
};

// --- what a step does
struct AddRule {
    Rule rule;
};
struct ClearRules {
    std::string name;
};  ///< all where empty
struct WedgeRadio {
    Radio radio = station_radio;
    Wedge wedge;
};
struct UnwedgeRadio {
    Radio radio = station_radio;
};
struct FadeRadios {
    std::vector<Radio> radios;
    int dbm = 0;
    wifi::Duration over{};
};
/// Frames that nobody sent: deauthentication or disassociation, unprotected.
struct Spoof {
    FrameClass frame_class = FrameClass::deauthentication;
    std::string access_point;  ///< whose address it bears
    bool to_station = true;    ///< else from the station to the access point
    std::uint16_t reason = 7;
    unsigned count = 1;
    wifi::Duration interval{};
};
/// What the fault module does to the station's driver side of mac80211.
struct DriverFault {
    enum class Kind : std::uint8_t {
        connection_loss,  ///< ieee80211_connection_loss
        beacon_loss,      ///< ieee80211_beacon_loss
        rssi_low,         ///< ieee80211_cqm_rssi_notify
        rssi_high,
        disconnect,  ///< ieee80211_disconnect
        restart,     ///< ieee80211_restart_hw, unasked
        hold_rtnl,   ///< sleeps uninterruptibly with RTNL held
    };
    Kind kind = Kind::connection_loss;
    wifi::Duration lasts{};  ///< hold_rtnl
};
struct AccessPointAction {
    enum class Kind : std::uint8_t {
        kill,    ///< SIGKILL of hostapd
        stop,    ///< SIGTERM of hostapd
        start,   ///< hostapd again
        forget,  ///< the station's entry goes, without a frame
        block,   ///< the station's address is denied, and the station put out
        unblock,
        passphrase,   ///< the network has another from now on
        filter_icmp,  ///< the gateway does not answer pings any more
        answer_icmp,
    };
    Kind kind = Kind::kill;
    std::string access_point;
    std::string value;  ///< passphrase
};
struct StationAction {
    enum class Kind : std::uint8_t {
        reassociate,
        disconnect,
        reconnect,  ///< by the manager's own means
        link_down,
        link_up,
        rfkill_block,
        rfkill_unblock,
        roam,       ///< value: name of an access point
        suspend,    ///< lasts: how long
        radio_off,  ///< the user switches Wi-Fi off in the manager
        radio_on,
        passphrase,  ///< the station learns another
    };
    Kind kind = Kind::reassociate;
    std::string value;
    wifi::Duration lasts{};
};
/// What the chip's firmware does wrong from now on, beside what it does wrong already.
struct ChipFault {
    enum class Kind : std::uint8_t {
        bss_lost_flood,  ///< tells again and again that the access point is lost
        receive_wedge,   ///< nothing comes in
        mute,            ///< nothing goes out
        hang,            ///< answers nothing
        refuse_joins,
        slow_scan,
        lost_confirms,  ///< what the driver sends is never confirmed
    };
    enum class Heals : std::uint8_t { join, unjoin, chip_reset, never };
    Kind kind = Kind::receive_wedge;
    Heals heals = Heals::chip_reset;
};
struct HealChip {};  ///< all of them
/// The firmware sends an indication WSM_EVENT of this number.
struct ChipEvent {
    std::uint32_t event = 0;
};
/// Whether the chip's other function is open.
struct ChipBluetooth {
    bool open = false;
};
/// What heals: done by the lab's own hand where no guard is there to do it.
struct Treat {
    Treatment treatment = Treatment::link;
};
struct StartTraffic {
    Traffic traffic;
};
struct StopTraffic {};
/// From here to the next phase. truth.json tells them; in a phase "quiet" any sane policy does nothing.
struct Phase {
    std::string name;
};
/// A shell in the guest, whose output goes to truth/commands.txt; the run fails where it ends with another status
/// than 0.
struct RunCommand {
    std::string command;
    wifi::Duration at_most = std::chrono::minutes{10};
};
struct Nothing {};  ///< a step that only waits

using Action = std::variant<Nothing, AddRule, ClearRules, WedgeRadio, UnwedgeRadio, FadeRadios, Spoof, DriverFault,
                            AccessPointAction, StationAction, ChipFault, HealChip, ChipEvent, ChipBluetooth, Treat,
                            StartTraffic, StopTraffic, Phase, RunCommand>;

struct Step {
    When when;
    Action action;
    unsigned repeat = 1;      ///< of `steps`
    std::vector<Step> steps;  ///< instead of an action
    Place place;
};

struct Scenario {
    std::string name;  ///< the file's stem
    std::string title;
    wifi::Instant clock;  ///< what the guest's clock reads at boot
    wifi::Duration
        duration{};  ///< limit of guest time from boot; reached before the last step is done, the run fails
    wifi::Duration rest = std::chrono::seconds{2};  ///< played on after the last step
    std::vector<AccessPoint> access_points;         ///< the foreign one last
    Station station;
    std::vector<Traffic> traffic;
    bool tools = false;  ///< the layer of `lab prepare --tools` is in the guest
    std::vector<Step> steps;
    std::vector<Happening> expected;         ///< in this order; others may lie between
    std::vector<Happening> never;            ///< not once
    std::vector<std::string> outages;        ///< the class of each outage, as explain names them, in order
    bool outages_known = false;              ///< `outages` is to be held against explain, also where it is empty
    std::optional<std::string> each_outage;  ///< or of all, however many
    bool quiet = false;                      ///< it has a phase "quiet"
};

}  // namespace wlanmedic::lab
