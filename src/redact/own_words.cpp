// SPDX-License-Identifier: MIT
#include "redact/own_words.h"

#include <algorithm>
#include <array>

#include "redact/characters.h"
#include "redact/originals.h"

namespace wlanmedic::redact {
namespace {

constexpr std::string_view common =
    "a about aborted accept access acked acpi action activated activation active add added addr address addresses "
    "admin agent alg algorithm all allow and ap app apparmor apple apps arch arm ascii asn assigned assoc "
    "associate "
    "associated associating association at ath attempt audit auth authenticate authenticated authenticating "
    "authentication authorized auto available avahi back band bandwidth base bash beacon bin bios bluetooth board "
    "boot "
    "bridge broadcast broadcom bss bssid buffer bug build bus busy by cache called cancel cannot carrier cell "
    "center "
    "cfg channel chip cipher class client clock close cmd code com comeback command complete completed conf "
    "config "
    "configuration configured connect connected connecting connection control cookie core count country cpu crash "
    "create created crypto ctrl current daemon data date dbus dead deauth deauthenticated debian debug default "
    "del "
    "delete deny dest dev device dhclient dhcp dhcpcd dir disable disabled disconnect disconnected dma dmesg dns "
    "dnsmasq domain done down driver drop dropped due dump duplicate eap eapol efi enable enabled end entering "
    "error "
    "eth ether event exit ext extended fail failed failure false fast fatal fault fedora fe80 file finished "
    "firmware "
    "flags for found frame free freq frequency from full fw gateway general get global gnome google gpu group "
    "guest "
    "handshake hardware has hex hexdump home host hostapd hostname hotspot hw id idle ie ieee ies if ignore in "
    "index "
    "inet info init input intel interface internet invalid ip ipv4 ipv6 irq is iw iwd iwlwifi journal kde kernel "
    "key "
    "lan laptop last lease len length level lib limit line link linux lo loaded local locale lock log lost low "
    "mac "
    "mac80211 machine main manager map mask master max mem memory message mgmt min mips missing mobile mode modem "
    "module "
    "monitor mtu multicast my name nano net network networkmanager new nl80211 no node none noise not null number "
    "of "
    "off offline offset ok on online open openwrt option or os out output packet pair pairwise param parent path "
    "pc "
    "pci pcie peer pending phy phone pi pid ping pm pmf policy poll pool port power pre private probe process "
    "profile "
    "proto protocol psk ptk public queue quiet radio random range raspberry rate raw ready reason receive "
    "received "
    "recovery reg register regulatory reject rejected remove removed reply request reset resolved response "
    "restart "
    "resume retry rfkill roam root route router rsn rssi run running rx sae scan scanning scheduled sda sdio "
    "secret "
    "security send sent serial server service session set setup sha signal size sleep slow sme socket software "
    "source "
    "ssh sshd ssid sta start started starting state static station status stop stopped storage subject success "
    "sudo supplicant support supported suspend switch sys syslog system systemd table task tcp temp test tftp "
    "this "
    "thread time timed timeout timer to tracker tty tx type ubuntu udev udp uid unable unit unknown unprotected "
    "up "
    "update usb use user uuid valid value vendor version vht vif virtual vlan waiting wakeup warn warning wep "
    "wext "
    "width wifi wiphy wired wireless with wlan wowlan wpa wpa2 wpa3 wpa_supplicant write www yes zero zone "
    "accounting activate broken call case cat cell cert certificate change check clear com2 copy country day "
    "debugfs "
    "desktop destroy direct edge emergency ethernet explicit fallback filter five flush four gone good ground "
    "guard "
    "half handle hash head health here high hold hour image inactive inactivity inside install internal invoke "
    "item "
    "jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun january february march april "
    "june july august "
    "september october november december monday tuesday wednesday thursday friday saturday sunday utc gmt cet "
    "cest "
    "kill kind label large late leave leaving left list live load loss make managed manual mark match media "
    "medium "
    "minute mount move near need next night null object old one once order other over own page panic part pass "
    "password pause phase pin place plain point pop prefix present print prior probe_resp product prop pull push "
    "read "
    "real reauth red release reload renew repeat report res rest restore result rescan return rule safe same save "
    "second section self sequence seven shared short shutdown side signature simple single six skip slice slot "
    "small "
    "snapshot soft some space spawn speed stable stack stage stale state step stream string strong sub swap sync "
    "tag "
    "target team ten term text then three tick top total trace track traffic transition trigger true try tunnel "
    "two "
    "unavailable unmanaged unicast unlock unload until usage valid verify video view wake walk want watch weak "
    "week "
    "which white while wide will window word work worker world wrong year";

constexpr std::array<std::string_view, 27> interface_prefixes{
    "wlan", "wlp", "wls", "wlo", "wlx", "wl",  "wifi", "ath", "ra", "eth",  "enp", "eno",  "ens", "enx",
    "phy",  "mon", "p2p", "ap",  "br",  "tun", "tap",  "usb", "lo", "veth", "ppp", "wwan", "mmc"};

}  // namespace

OwnWords::OwnWords() { add(common); }

void OwnWords::add(std::string_view text) {
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = begin;
        while (end < text.size() && is_word(text[end])) ++end;
        if (end > begin && words_.size() < 20'000) words_.insert(ascii_lower(text.substr(begin, end - begin)));
        begin = end + 1;
    }
}

bool OwnWords::has(std::string_view word) const {
    if (std::ranges::all_of(word, [](char c) { return is_digit(c) || c == '.' || c == '-' || c == ':'; }))
        return true;
    const std::string lower = ascii_lower(word);
    if (words_.contains(lower)) return true;
    const auto digits = std::ranges::find_if(lower, is_digit);
    if (digits == lower.end()) return false;
    return std::ranges::find(interface_prefixes, std::string_view(lower.begin(), digits)) !=
           interface_prefixes.end();
}

}  // namespace wlanmedic::redact
