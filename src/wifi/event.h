// SPDX-License-Identifier: MIT
// The one vocabulary that every source of evidence is translated into. All that follows sees only this.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "wifi/instant.h"
#include "wifi/mac_address.h"

namespace wlanmedic::wifi {

/// The verbatim line that an event was made from.
struct Receipt {
    std::uint32_t source = 0;  ///< index into the list of evidence files of the run
    std::uint64_t line = 0;    ///< from 1
    std::string text;  ///< the line as it stands, line end removed; cut after 4096 bytes, then ending in "[cut]"
};

enum class Sender : std::uint8_t { unknown, access_point, local };

// --- scanning, joining
// ---------------------------------------------------------------------------------------------
struct ScanStarted {};
struct ScanFinished {
    std::vector<int> frequencies;  ///< MHz, in the order listed
    bool aborted = false;
    std::optional<int> seen;  ///< access points in the results, where the source counts them
};
struct ScanFailed {
    int error = 0;  ///< errno, positive; 0 where none is told
};
/// One access point in the results of a scan.
struct NetworkSeen {
    std::optional<MacAddress> bssid;
    int dbm = 0;        ///< 0 where not told
    int frequency = 0;  ///< MHz; 0 where not told
};
/// The supplicant or the manager looked through the results of a scan, and none of its networks was there.
struct NetworkNotFound {};
/// The station begins to join (mac80211: "authenticate with"), before any frame is sent.
struct JoinStarted {
    std::optional<MacAddress> bssid;
};
struct AuthRequested {
    std::optional<MacAddress> bssid;
    int attempt = 0;  ///< 1 for the first frame
};
struct Authenticated {
    std::optional<MacAddress> bssid;
};
struct AuthRejected {
    std::optional<MacAddress> bssid;
    std::uint16_t status = 0;
};
struct AuthTimedOut {
    std::optional<MacAddress> bssid;
};
struct AssocRequested {
    std::optional<MacAddress> bssid;
    int attempt = 0;  ///< 1 for the first frame
};
/// The access point's answer, any status; the verdict that follows from it is an event of its own.
struct AssocResponse {
    std::optional<MacAddress> bssid;
    std::uint16_t status = 0;
};
struct AssocRejected {
    std::optional<MacAddress> bssid;
    std::uint16_t status = 0;
};
/// Status 30: come back after `tu` time units of 1,024 microseconds.
struct AssocComeback {
    std::optional<MacAddress> bssid;
    std::uint32_t tu = 0;
};
struct AssocTimedOut {
    std::optional<MacAddress> bssid;
};
/// The link is made: mac80211 "associated", NL80211_CMD_CONNECT with status 0. Keys may still be missing.
struct Associated {
    std::optional<MacAddress> bssid;
};
/// A sign that the keys are in place and data may flow.
struct Authorized {
    std::optional<MacAddress> bssid;
};
/// NL80211_CMD_CONTROL_PORT_FRAME_TX_STATUS: an EAPOL frame of ours went out.
struct EapolSent {
    bool acknowledged = false;
};
/// NL80211_CMD_ROAM: moved to another access point without losing the link.
struct Roamed {
    std::optional<MacAddress> bssid;
};
/// The supplicant asks for another access point while linked (mac80211: "disconnect from AP … for new auth to …").
struct RoamRequested {
    std::optional<MacAddress> from;
    std::optional<MacAddress> to;
};

/// How far mac80211 and the driver have taken a peer (enum ieee80211_sta_state, net/mac80211.h).
enum class StationStage : std::uint8_t { none_at_all, known, authenticated, associated, authorized };
/// Tracepoint drv_sta_state: for a station's interface the peer is its access point.
struct StationState {
    std::optional<MacAddress> address;
    StationStage before = StationStage::none_at_all;
    StationStage after = StationStage::none_at_all;
};
/// A key given to the driver, or taken away from it (drv_set_key; NL80211_CMD_NEW_KEY, DEL_KEY).
struct KeyChanged {
    std::optional<MacAddress> address;  ///< of the peer; nothing or zero for a group key
    int index = 0;
    bool pairwise = false;
    bool removed = false;
};
/// The supplicant takes the pre-shared key or the password for wrong.
struct WrongKey {
    std::optional<MacAddress> bssid;
};
struct EapFailed {
    bool timed_out = false;
};
struct SignalReport {
    std::optional<MacAddress> bssid;
    int dbm = 0;
    bool at_interval = false;  ///< read because it was time to; else somebody told that it had changed
};

// --- asked for, put off: supplicants, managers, people
// ---------------------------------------------------------------------------------------------
/// Somebody on this machine asked for what follows.
struct UserRequest {
    std::string who;      ///< "NetworkManager", "wpa_cli", "uid 1000 through NetworkManager"
    std::string what;     ///< "disconnect", "reassociate", "reconnect", "scan", "stop", …
    bool person = false;  ///< the source says that it was a person's wish
};
/// Somebody on this machine puts off connecting.
struct Waiting {
    std::string who;                   ///< "wpa_supplicant", "NetworkManager", "iwd"
    std::optional<MacAddress> bssid;   ///< nothing where a whole network is meant
    std::string because;               ///< as the source says it: "CONN_FAILED", "ignore list", …
    std::optional<Duration> duration;  ///< nothing where no end is told
};
struct WaitingOver {
    std::string who;
    std::optional<MacAddress> bssid;
};
/// A network manager's state of the interface.
struct ManagerState {
    std::string manager;  ///< "NetworkManager", "iwd", "systemd-networkd"
    std::string before;   ///< in the manager's own words: "activated"; empty where not told
    std::string after;
    std::string reason;  ///< "ssid-not-found"; empty where none is told
};
/// DHCP, IPv4 or IPv6.
struct AddressRequested {
    std::string client;  ///< "NetworkManager", "dhclient", "dhcpcd", "systemd-networkd", …
};
struct AddressAcquired {
    std::string client;
};
struct AddressFailed {
    std::string client;
    std::string because;  ///< "timed out", "no offers", "declined", …
};

// --- losing
// --------------------------------------------------------------------------------------------------------
/// mac80211: "Connection to AP … lost" (ieee80211_connection_loss).
struct ConnectionLoss {
    std::optional<MacAddress> bssid;  ///< zero where mac80211 had already torn the link down
};
/// The driver called ieee80211_connection_loss(). Calls coalesce, and do nothing while not associated: a call is
/// no loss yet.
struct ConnectionLossReported {};
/// The driver called ieee80211_beacon_loss(): mac80211 will probe the access point.
struct BeaconLossReported {};
/// NL80211_ATTR_CQM_BEACON_LOSS_EVENT: beacons are missed, the link still stands.
struct BeaconLoss {};
struct Deauthenticated {
    Sender by = Sender::unknown;
    std::optional<MacAddress> from;
    std::optional<MacAddress> to;
    std::uint16_t reason = 0;
    bool disassociation = false;  ///< a disassociation frame, not a deauthentication
    bool joining = false;         ///< it ended an attempt, not a link ("while associating", "aborting …")
};
/// NL80211_CMD_DISCONNECT.
struct Disconnected {
    Sender by = Sender::unknown;
    std::uint16_t reason = 0;  ///< 0 where none was given
};
/// A deauthentication or disassociation without protection, which a station with PMF must not obey.
struct UnprotectedDeauth {
    std::optional<MacAddress> from;
    std::optional<MacAddress> to;
    std::uint16_t reason = 0;
    bool disassociation = false;
};
struct StationAdded {
    std::optional<MacAddress> address;
};
struct StationRemoved {
    std::optional<MacAddress> address;
};

// --- the device and the machine
// --------------------------------------------------------------------------------------
struct DecryptFailure {};
struct FirmwareError {
    std::string driver;  ///< name of the driver profile that knows the line
    std::string device;  ///< "0000:12:00.0"; empty where the line names none
};
struct HardwareRestarted {
    std::string phy;
};
/// The driver called ieee80211_restart_hw().
struct RestartRequested {};
struct RegulatoryChanged {};
struct PowerSave {
    bool on = false;
};
/// A counter of the driver, the interface or the station, read once.
struct Counter {
    std::string name;
    std::int64_t value = 0;
};
struct ChannelSwitched {
    int frequency = 0;  ///< MHz; 0 where the line does not tell
};
/// What nl80211 says an interface is: "station", "access point", "P2P-Device", "monitor", …
struct InterfaceType {
    std::string type;
    bool removed = false;
};
/// The interface goes on under another name.
struct InterfaceRenamed {
    std::string before;
    std::string after;  ///< the interface of the event, too
};
struct Suspended {};
struct Resumed {};
struct Booted {};
struct RadioBlocked {};
struct RadioUnblocked {};
/// What asking somebody across the link gave. "Unknown" is neither: the question did not leave, or nobody knows.
enum class Answer : std::uint8_t { up, down, unknown };
struct ProbeResult {
    std::string target;  ///< address
    Answer answer = Answer::unknown;
    std::optional<Duration> took;
};
/// How a load that somebody asked for flows.
struct LoadReport {
    enum class State : std::uint8_t { flowing, stalled, unreachable, ended };
    std::string target;
    State state = State::flowing;
    std::uint64_t bytes = 0;  ///< acknowledged in `over`
    Duration over{0};
};
// --- treating
// ---------------------------------------------------------------------------------------------------
/// The time that whoever decides asked to be told of (policy::Engine::next_deadline) has come.
struct TimerFired {};
/// What the guard does to the device; `method` is a driver::Method's name.
struct ActionStarted {
    std::string method;
};
/// It was not even begun: somebody or something stood against it.
struct ActionRefused {
    std::string method;
    std::string because;
};
struct ActionFinished {
    std::string method;
    bool done = false;  ///< every step of it went through; whether it helped, the link tells
};

/// nl80211 command that this decoder does not know.
struct UnknownCommand {
    int number = 0;
};

// --- the evidence itself
// -------------------------------------------------------------------------------------------
/// Evidence is missing or its clock broke off: what was known of any link before is no longer known.
struct Gap {
    std::string because;
    std::optional<Instant> until;  ///< how far the evidence before it reaches, where that is known
    bool links_known = false;      ///< others that tell of the links lost nothing: what is known of them stands
};

using Payload =
    std::variant<ScanStarted, ScanFinished, ScanFailed, NetworkSeen, NetworkNotFound, JoinStarted, AuthRequested,
                 Authenticated, AuthRejected, AuthTimedOut, AssocRequested, AssocResponse, AssocRejected,
                 AssocComeback, AssocTimedOut, Associated, Authorized, EapolSent, Roamed, RoamRequested,
                 StationState, KeyChanged, WrongKey, EapFailed, SignalReport, UserRequest, Waiting, WaitingOver,
                 ManagerState, AddressRequested, AddressAcquired, AddressFailed, ConnectionLoss,
                 ConnectionLossReported, BeaconLossReported, BeaconLoss, Deauthenticated, Disconnected,
                 UnprotectedDeauth, StationAdded, StationRemoved, DecryptFailure, FirmwareError, HardwareRestarted,
                 RestartRequested, RegulatoryChanged, PowerSave, Counter, ChannelSwitched, InterfaceType,
                 InterfaceRenamed, Suspended, Resumed, Booted, RadioBlocked, RadioUnblocked, ProbeResult,
                 LoadReport, TimerFired, ActionStarted, ActionRefused, ActionFinished, UnknownCommand, Gap>;

struct Event {
    std::uint64_t sequence = 0;  ///< order within the run, from 1
    Instant instant;
    Duration resolution{0};         ///< the true time lies in [instant, instant + resolution)
    bool timed = true;              ///< false: the source has no times, `instant` only keeps the order
    bool late = false;              ///< told after what came after it; the clock that stamped it did not go back
    bool stops_in_suspend = false;  ///< stamped by a clock that stands still while the machine is suspended
    std::string interface;          ///< "wlan0"; empty where the line names only a phy, or neither
    std::string phy;                ///< "phy2"; empty where unknown
    std::vector<Receipt> receipts;  ///< one for each source that tells it
    Payload payload;
};

/// The access point that a payload is about, where it names one (of the two addresses of a frame: none).
std::optional<MacAddress> bssid_of(const Payload& payload);

/// True of what was measured at intervals (Counter, ProbeResult, LoadReport, SignalReport::at_interval): it tells
/// how things stand, and makes no step of a story.
bool is_measurement(const Payload& payload);

/// "assoc_comeback": the name of the payload in machine-readable output.
std::string_view name_of(const Payload& payload);

/// The index of the alternative of that name; nothing for no name of one.
std::optional<std::size_t> alternative_named(std::string_view name);

/// The other way round; `alternative` is below std::variant_size_v<Payload>.
std::string_view alternative_name(std::size_t alternative);

}  // namespace wlanmedic::wifi
